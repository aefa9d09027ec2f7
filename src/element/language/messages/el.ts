import type {KlarnaPaymentsMessages} from '../messages.js';

/** Greek. */
const messages: KlarnaPaymentsMessages = {
  label: 'Τρόποι πληρωμής με Klarna',
  loading: 'Φόρτωση της Klarna…',
  ready: 'Η Klarna είναι έτοιμη.',
  authorizing: 'Αναμονή για την Klarna…',
  authorized: 'Η Klarna ενέκρινε την πληρωμή.',
  unavailable: 'Η Klarna δεν είναι διαθέσιμη για αυτή την παραγγελία.',
  notSent:
    'Η Klarna ενέκρινε την πληρωμή, αλλά η παραγγελία σας δεν έχει σταλεί ακόμη. Στείλτε την ξανά.',
  confirmAgain:
    'Η Klarna ενέκρινε την πληρωμή, αλλά κάτι άλλαξε από τότε. Επιβεβαιώστε ξανά την παραγγελία σας.',
  formMethod:
    'Η Klarna ενέκρινε την πληρωμή, αλλά αυτή η σελίδα δεν μπορεί να στείλει την παραγγελία. Επικοινωνήστε με το κατάστημα.',
  cancelled:
    'Το παράθυρο της Klarna έκλεισε ή δεν μπόρεσε να ανοίξει. Μπορείτε να δοκιμάσετε ξανά.',
  declined: 'Το «{category}» δεν εγκρίθηκε.',
  selected: 'Τώρα είναι επιλεγμένο το «{category}».',
  ordered: 'Η παραγγελία σας καταχωρίστηκε.',
  orderLink: 'Μετάβαση στην παραγγελία σας',
  error: 'Δεν ήταν δυνατή η σύνδεση με την Klarna.',
  retry: 'Δοκιμάστε ξανά',
  invalidField: 'Ελέγξτε αυτό το πεδίο.',
  invalidFields: 'Ελέγξτε τα εξής:',
  fields: {
    given_name: 'όνομα',
    family_name: 'επώνυμο',
    email: 'διεύθυνση email',
    phone: 'αριθμός τηλεφώνου',
    street_address: 'οδός και αριθμός',
    street_address2: 'συμπληρωματικά στοιχεία διεύθυνσης',
    postal_code: 'ταχυδρομικός κώδικας',
    city: 'πόλη',
    region: 'περιφέρεια',
    country: 'χώρα',
    title: 'προσφώνηση',
    organization_name: 'επωνυμία εταιρείας',
    date_of_birth: 'ημερομηνία γέννησης',
    national_identification_number: 'αριθμός ταυτότητας',
  },
};

export default messages;
