export default function Thanks() {
  return <h1>Thank you for your order</h1>;
}
