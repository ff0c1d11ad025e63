"""The store's figures as others take them: the panel, and the dictionary that says what its columns mean."""
