"""What all pages share, the service's and those that stand alone: the sheet of style, words, statutory tables."""
