"""Reading by rules: a source in, for every row of the form the cells that were found out."""
