"""Files from the ledger: readers, layouts and canonical lines, then what the store makes of them."""
