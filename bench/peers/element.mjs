/** The tag is in the page; this is what a shop's own script does with it. */
const element = document.querySelector('klarna-payments');

window.pay = () => element.authorize().catch(() => {});

let version = 0;
window.changeCart = () => {
  element.revision = String(++version);
};
