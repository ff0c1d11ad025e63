"""Copies of Word files with what was found in them: as comments, and as tracked changes; and the letters to send back.

A draft is never changed: all this is written to copies. Places are those of the text that was read of the file; here
they are brought back to the runs that hold its characters.
"""
