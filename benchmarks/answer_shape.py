"""The one place that knows in which shape a table is answered: what a player says, written as a model writes it."""

from collections import Counter

from pydantic import BaseModel, ValidationError

from benchmarks.model_players import Placed, Task
from benchmarks.printed_places import Piece, digits_of
from extractor.llm.resolve import ResolvedAnswer, resolve
from extractor.llm.schema import FURNITURE, answer_model, furniture_of, label_of, rows_of
from extractor.llm.table_text import BLANK_SHOWN
from extractor.reading.model import NUMBER


def form_of_answer(task: Task) -> type[BaseModel]:
    """What the answer about a table has to be."""
    return answer_model(task.section, task.shown.asked(task.section))


def answer_of(task: Task, placed: Placed) -> BaseModel | None:
    """A row's figures as they are printed, one token each, all other figures set aside; None where no answer of the
    form can say so.
    """
    holding = Counter(piece.token.start for own in placed.values() for piece in own if not piece.is_whole)
    cells = {
        field: own[0]
        for field, own in placed.items()
        if len(own) == 1 and own[0].token.kind == NUMBER and holding[own[0].token.start] < 2
    }
    rows = {
        label_of(task.section, row.key): [_printed(cells[key]) if key in cells else BLANK_SHOWN for key in row.fields]
        for row in task.section.rows
        if row.key not in task.shown.settled
    }
    used = {piece.token.start for piece in cells.values()}
    aside = [token.text for token in task.shown.shown_figures() if token.kind == NUMBER and token.start not in used]
    try:
        return form_of_answer(task).model_validate({**rows, FURNITURE: aside})
    except ValidationError:
        return None


def _printed(piece: Piece) -> str:
    """What stands in an answer's cell: all of the token, if no digit of it is another's."""
    return piece.token.text if digits_of(piece.text) == digits_of(piece.token.text) else piece.text


def why_void(task: Task, answer: BaseModel | None) -> str:
    """Why an answer does not count; empty where it does."""
    if answer is None:
        torn = any(not piece.is_whole or len(own) > 1 for own in task.places.of_field.values() for piece in own)
        return f"too many figures set aside{', some are in pieces' if torn else ''}"
    found = resolve(rows_of(answer) | task.shown.settled_cells(), furniture_of(answer), task.shown.figures)
    if isinstance(found, ResolvedAnswer):
        return ""
    return "figures out of order" if found.out_of_order else "figures unaccounted for"
