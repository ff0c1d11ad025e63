"""The words and grammars that all rooms share: what a figure, an ordinal, a numeral, an organ's name, a sentence is."""
