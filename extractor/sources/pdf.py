"""A PDF's text layer → `Source`: its pages opened within limits, and what stands on them laid out as text."""

# pypdfium2's raw calls take and give ctypes, which have no types of their own.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import EmptySource, SourceError, TooLarge
from extractor.sources.compose import File, compose
from extractor.sources.kinds import PDF
from extractor.sources.model import Box, Piece, Source
from extractor.sources.page_layout import lay_out
from extractor.sources.pdf_glyphs import Frame, glyphs_of, words_of
from extractor.sources.pdf_rules import drawn_on
from extractor.sources.words import Line, Page, turned

_LOCK = Lock()
MOST_PAGES = 300
MOST_CHARACTERS = 60_000

def read_pdf(file):
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw
    text=[]; pieces=[]; at=0
    pages=[]
    with _LOCK:
        d=pdfium.PdfDocument(file.data)
        for i in range(len(d)):
            pg=d[i]; tp=pg.get_textpage()
            frame=Frame(*pg.get_bbox(), pg.get_rotation()//90)
            g=glyphs_of(tp,frame,tp.count_chars())
            dr=drawn_on(pg,frame)
            pages.append(Page(*frame.size, words_of(g.seen), dr.rules))
            tp.close(); pg.close()
        d.close()
    for i,lines in enumerate(lay_out(pages)):
            if i: text.append("\f"); at+=1
            for line in lines:
                    for s in line:
                        if s.box: pieces.append(Piece(at,at+len(s.text),s.box))
                        text.append(s.text); at+=len(s.text)
                    text.append("\n"); at+=1
    return compose(file, PDF, "".join(text), pieces=pieces)
