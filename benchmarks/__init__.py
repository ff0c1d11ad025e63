"""Measures the product on made-up reports whose every figure is known.

`reports` makes a true report, `render` lays it out as an office would, `convert` turns the file into text as
people's converters do, `corpus` writes the lot to a folder, and `measure` compares what the product reads with
the truth. Nothing here uses the product's own tables of fields and labels, so a mistake there shows up as one.
"""
