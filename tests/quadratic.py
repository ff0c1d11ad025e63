"""A guard against work that grows with the square of what is read, for tests of hostile input."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

# Linear work on the largest of these inputs is some two seconds on a slow machine; quadratic work is minutes. Between
# the two there is room for any machine: this guards against hanging; how fast something is belongs in the benchmarks.
SECONDS = 40


@contextmanager
def not_quadratic() -> Iterator[None]:
    """Fail if the work inside took the processor longer than anything linear could on inputs of a few megabytes."""
    began = process_time()
    yield
    assert process_time() - began < SECONDS
