"""Files before they are opened: their names, what kind of file their bytes are, and the archives they come in."""
