"""What a person is told when a batch ends."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence

from extractor.batch.progress import duration, holding_none, share
from extractor.batch.request import BatchRequest, Done, Plan
from extractor.exporting.leftout import told_left_out

_INDENT = " " * 14
_LONGEST = 110
_MOST_NAMED = 5


def summary(request: BatchRequest, done: Done, seconds: float, told: Callable[[str], str] = str) -> str:
    """The lines at the end of a batch; `told` gives in the reader's language what is shortened in them."""
    counts = done.counts
    lines = [_first(request, done, seconds)]
    no_report = f", {holding_none(counts.no_report)}" if counts.no_report else ""
    no_report += f", {counts.unknown_form:,} of another form" if counts.unknown_form else ""
    no_report += f", {counts.parts:,} without tables beside a file that has them" if counts.parts else ""
    stands = f"{counts.read:,} read{no_report}, {counts.not_read:,} not read"
    lines.append(_part("in the run", f"{counts.files:,} files: {stands}"))
    waiting = counts.files - counts.done
    if waiting:
        lines[-1] += f", {waiting:,} not yet"
    if counts.figures:
        accepted = share(counts.accepted, counts.figures)
        lines.append(_part("figures", f"{counts.figures:,}, of which {counts.accepted:,} are accepted ({accepted})"))
        lines.append(_part("to review", f"{counts.in_review:,} files with at least one figure in doubt"))
    lines += [*_asked(done), *_deferred(done)]
    if done.passed_over:
        lines.append(_part("passed over", f"{done.passed_over:,} files in folders that are of other kinds"))
    if done.empty:
        lines.append(_part("empty", f"{_listed(done.empty)}: no report was found there"))
    for title, text in told_left_out(done.left_out, done.log, told):
        lines.append(_part(title, text))
    lines += [*_reasons(done, told), *_next(request, done)]
    return "\n".join(lines)


def _first(request: BatchRequest, done: Done, seconds: float) -> str:
    rate = f", {done.now / seconds:,.1f} a second" if done.now and seconds >= 1 else ""
    with_what = "on Ray" if request.engine == "ray" else f"{request.jobs} at once"
    how = "Stopped after" if done.was_stopped else "Done with"
    if not done.now and not done.was_stopped:
        return f"Nothing to do: every file was looked at before. The results are in {request.out}."
    return f"{how} {done.now:,} files in {duration(seconds)} ({with_what}{rate}). The results are in {request.out}."


def _asked(done: Done) -> list[str]:
    """What the model was asked, and what the files that were read cost with it."""
    counts, asked = done.counts, done.asked
    spent = "" if counts.cost is None else f", {counts.cost:.4f} USD"
    if asked is None or not (asked.questions or asked.remembered):
        return [_part("model", f"{counts.tokens:,} tokens{spent}")] if counts.tokens else []
    took = f"the answers to these files took {counts.tokens:,} tokens{spent}"
    lines = [_part("model", f"{asked.questions:,} questions at {asked.host}; {took}")]
    if asked.remembered:
        lines.append(f"{_INDENT}{asked.remembered:,} answers were remembered from before, and cost nothing")
    if asked.is_spent:
        lines.append(f"{_INDENT}the budget is spent: rules alone read what was left")
    return lines


def _deferred(done: Done) -> list[str]:
    """How the questions stand that a provider answers in batches."""
    deferral = done.deferral
    if deferral is None:
        return []
    lines: list[str] = []
    if deferral.under_way:
        cost = "" if deferral.most_cost is None else f", {deferral.most_cost:.4f} USD"
        most = f"at most {deferral.most_tokens:,} tokens{cost}"
        lines.append(_part("asked", f"{deferral.under_way:,} questions in batches of the provider's ({most})"))
        for one in deferral.batches:
            shown = f"{one.status.replace('_', ' ')}, {one.answered:,} of {one.questions:,} answered"
            lines.append(f"{_INDENT}{one.id or 'not begun yet'}: {shown}")
    if deferral.unsent:
        lines.append(
            _part("not asked", f"{deferral.unsent:,} questions wait: the budget has no room, or nobody takes them")
        )
    return lines


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(map(_shortened, names[:_MOST_NAMED])) + more


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _reasons(done: Done, told: Callable[[str], str]) -> list[str]:
    """Why files were not read, where not all of them could be named."""
    not_read = done.counts.not_read
    if all(not named.more for state, named in done.left_out.items() if state in ("unreadable", "failed")):
        return []
    lines = [_part("reasons", "why files were not read, and how many each:")]
    lines += [f"{_INDENT}{count:>6,}  {_shortened(told(reason))}" for reason, count in done.reasons]
    others = not_read - sum(count for _, count in done.reasons)
    if others > 0:
        lines.append(f"{_INDENT}{others:>6,}  for other reasons")
    return lines


def _next(request: BatchRequest, done: Done) -> list[str]:
    """What to do now: first what the batch waits for, then what a run is for."""
    first, run = _goes_on(request, done), shlex.quote(request.out)
    lines = [_part("next", first)] if first else []
    if done.counts.read:
        steps = (
            [f"extractor report {run} -o report.html", "to look at it"],
            [
                f"extractor panel {run} -o panel/panel.parquet",
                "the figures as a table, body by year",
            ],
        )
        longest = max(len(one) for one, _ in steps)
        lines += [
            _part("" if lines or i else "next", f"{step:<{longest}}  {what}") for i, (step, what) in enumerate(steps)
        ]
    return lines or [_part("next", "add files and give the same command: it reads only what is new")]


def _goes_on(request: BatchRequest, done: Done) -> str:
    """How the batch itself goes on; empty where it is done."""
    waiting = done.counts.files - done.counts.done
    if done.deferral is not None and done.deferral.under_way and not done.was_stopped:
        return f"for the answers: {command(request)} (with --llm-wait it waits for them)"
    if done.was_stopped or waiting:
        return f"the same command goes on where this stopped: {command(request)}"
    if done.asked is not None and done.asked.is_spent:
        return f"with more budget the same command asks about the rest: {command(request)}"
    if done.counts.failed:
        return f"to try again what failed: {command(request)} --retry"
    return ""


def _part(title: str, text: str) -> str:
    return f"  {title:<12}{text}"


def command(request: BatchRequest) -> str:
    """The command that was given, as far as it is needed to go on."""
    words = [
        "extractor",
        "batch",
        *request.inputs[:3],
        *(["…"] if len(request.inputs) > 3 else []),
        "--out",
        request.out,
        *(["--llm", "batch"] if request.deferred else []),
    ]
    return " ".join(word if word == "…" else shlex.quote(word) for word in words)


def planned(request: BatchRequest, plan: Plan) -> str:
    """What `--dry-run` says."""
    inside = f" ({plan.archives:,} archives among them)" if plan.archives else ""
    lines = [
        f"Would read {plan.files:,} files{inside}, {plan.size / 1e6:,.1f} MB, {request.jobs} at once,"
        f" into {request.out}."
    ]
    if plan.differing:
        lines.append(_part("read again", f"all that is in {request.out}: something else made it ({plan.differing})"))
    if plan.passed_over:
        lines.append(_part("passed over", f"{plan.passed_over:,} files in folders that are of other kinds"))
    return "\n".join(lines)
