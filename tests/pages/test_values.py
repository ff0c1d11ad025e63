"""Large figures and long decimals: how they are typed, shown whole, and sent as they are shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import Site, visitor
from golden import golden, seed
from playwright.sync_api import Browser, Page, expect
from sending import open_review, press, saved
from storing import in_doubt, put

AMOUNT = "active.government_procurement.amount_yuan"
DECISIONS = "active.administrative_penalties.decisions"
PARSE = "text => import('/static/numbers.js').then(({parse}) => parse(text))"
SHOWN = "value => import('/static/numbers.js').then(({plain, grouped}) => grouped(plain(value)))"


@pytest.fixture(scope="module")
def scripts(browser: Browser, served: Site) -> Iterator[Page]:
    """A page that may use the scripts of all pages, and is only asked what they make of something."""
    complaints: list[str] = []
    with visitor(browser, served, complaints) as context:
        page = context.new_page()
        page.goto("/")
        yield page
    assert complaints == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("+7", 7),
        ("-3", -3),
        ("2,897,817", 2_897_817),
        ("２８９７８１７", 2_897_817),
        ("1，234．5", 1234.5),
        ("0.10", 0.1),
        ("00012", 12),
        ("289781.123456", 289_781.123456),
        ("1000000000000000", 10**15),
    ],
)
def test_a_number_is_taken_as_people_write_it(scripts: Page, text: str, value: float) -> None:
    assert scripts.evaluate(PARSE, text) == {"value": value}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "type_first"),
        ("-", "no_number"),
        ("12,34", "no_number"),
        ("1e5", "no_number"),
        ("1.", "no_number"),
        ("9007199254740993", "too_many_digits"),
        ("289781.12345678901234", "too_many_digits"),
    ],
)
def test_what_cannot_be_sent_as_it_is_shown_is_no_number(scripts: Page, text: str, problem: str) -> None:
    assert scripts.evaluate(PARSE, text) == {"problem": problem}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (-1234, "-1,234"),
        (2_897_817, "2,897,817"),
        (1234.5678, "1,234.5678"),
        (1e-7, "0.0000001"),
    ],
)
def test_thousands_are_grouped_and_no_digit_is_lost(scripts: Page, value: float, text: str) -> None:
    assert scripts.evaluate(SHOWN, value) == text


def is_whole(page: Page) -> bool:
    """Whether the large field shows its text whole, and stays within the page."""
    fits = "field => field.scrollWidth <= field.clientWidth && document.documentElement.scrollWidth <= innerWidth"
    return page.locator("#value").evaluate(fits)


@pytest.mark.parametrize("width", [390, 1090, 1280])
def test_a_figure_is_shown_whole_however_many_digits_it_has(page: Page, site: Site, width: int) -> None:
    put(site.service.store, in_doubt(golden(1), AMOUNT, value=2_897_817, printed="2897817"), seed(1).read_bytes())
    page.set_viewport_size({"width": width, "height": 844})
    open_review(page)
    expect(page.locator("#value")).to_have_value("2,897,817")
    expect(page.locator("#candidates")).to_contain_text("2,897,817")
    assert is_whole(page)
    page.keyboard.press("=")
    page.keyboard.press("Escape")
    typed = ""
    for digit in "9007199254740.123":
        press(page, digit)
        typed += digit
        if typed != "9":  # which is a candidate's key
            assert is_whole(page), typed
    expect(page.locator("#value")).to_have_value("9,007,199,254,740.123")


@pytest.mark.long
def test_what_is_shown_is_what_is_settled(page: Page, site: Site) -> None:
    doubted = in_doubt(in_doubt(golden(1), AMOUNT, value=2_897_817, printed="2897817"), DECISIONS, value=1_234_567)
    put(site.service.store, doubted, seed(1).read_bytes())
    sha256 = golden(1).source.sha256
    open_review(page, f"?document={sha256}&field={DECISIONS}")
    press(page, "Enter")
    saved(page)
    open_review(page, f"?document={sha256}&field={AMOUNT}")
    press(page, "=")
    page.keyboard.type("289,781.123456")
    expect(page.locator("#value")).to_have_value("289,781.123456")
    press(page, "Enter")
    saved(page)
    values = {one["field"]: one["value"] for one in page.request.get(f"/v1/documents/{sha256}/fields").json()}
    assert (values[DECISIONS], values[AMOUNT]) == (1_234_567, 289_781.123456)


@pytest.mark.long
def test_more_digits_than_can_be_kept_are_refused_before_they_are_sent(page: Page, site: Site) -> None:
    put(site.service.store, in_doubt(golden(1), AMOUNT, value=5), seed(1).read_bytes())
    open_review(page)
    press(page, "=")
    page.keyboard.type("289781.12345678901234")
    press(page, "Enter")
    expect(page.locator("#toasts")).to_contain_text("位数太多")
    expect(page.locator("#value")).to_have_attribute("aria-invalid", "true")
    assert page.request.get("/v1/queue").json()["waiting"] == 1


@pytest.mark.long
def test_a_row_of_large_figures_is_seen_whole_before_it_is_accepted(page: Page, site: Site) -> None:
    extraction = golden(1)
    row = [field for field in extraction.fields if field.startswith("applications.new.")]
    put(
        site.service.store,
        in_doubt(extraction, *row, value=7_654_321, printed="7654321", basis="printed"),
        seed(1).read_bytes(),
    )
    open_review(page)
    expect(page.locator("#excerpt tr.own td")).to_have_text(["7,654,321"] * 7)
    assert page.locator("#excerpt").evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")
