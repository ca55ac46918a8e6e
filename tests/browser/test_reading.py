"""A reader's way through the pages, in a real browser, with scripts and without."""

import re
from typing import Any

import pytest


def total(page: Any) -> int:
    return int(page.locator(".total b").inner_text().split()[0].replace(",", ""))


def test_search_filter_open_and_find_alike(page: Any) -> None:
    page.get_by_label("Words in heading").fill("SEND")
    page.get_by_role("button", name="Search").click()
    assert page.url.endswith("/writtenquestions?_search=SEND")
    found = total(page)
    assert found >= 1 and "SEND" in page.locator(".card mark").first.inner_text().upper()

    facet = page.locator(".facet", has=page.get_by_role("heading", name="Department")).locator(
        "li a", has_text="Education"
    )
    counted = int(facet.locator(".n").inner_text())
    facet.click()
    assert total(page) == counted <= found
    assert page.get_by_role("list", name="Filters").get_by_text("Department for Education").count() >= 1

    page.locator(".card h3 a").first.click()
    assert page.locator("h1").inner_text() == "Special Educational Needs"
    assert page.get_by_role("heading", name="Life").is_visible()

    page.get_by_role("link", name=re.compile(r"^more like this for hansard heading")).click()
    assert "hansardHeading=Special%20Educational%20Needs" in page.url
    assert total(page) >= 1
    page.get_by_role("link", name=re.compile("^remove filter")).click()
    assert page.url.endswith("/writtenquestions") and total(page) > found


def test_the_form_filters_by_department(page: Any) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Questions").click()
    everything = total(page)
    page.get_by_label("Department").select_option(label="Ministry of Justice")
    page.get_by_role("button", name="Search").click()
    assert 0 < total(page) < everything
    assert page.get_by_label("Department").locator("option:checked").inner_text() == "Ministry of Justice"
    page.get_by_role("link", name="Next").click()
    assert re.search(r"_page=1$", page.url) and page.locator(".card").count() > 0


def test_a_stored_query_is_run(page: Any) -> None:
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Queries").click()
    page.get_by_role("link", name="What does a member ask about?").click()
    page.get_by_label("member").fill("Thelma Walker")
    page.get_by_role("button", name="Run").click()
    assert page.get_by_role("heading", name=re.compile(r"^[0-9]+ rows?$")).is_visible()
    assert page.locator(".rows tbody tr").count() >= 1
    assert (
        page.get_by_role("link", name="csv")
        .get_attribute("href")
        .startswith("/queries/member-topics.spreadsheet?member=")
    )


def test_the_editor_opens_with_the_query(browser: Any, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/queries/member-topics?member=4649")
    page.get_by_role("link", name="Open in the editor").click()
    assert "/sparql" in page.url and "member" in page.url
    page.wait_for_function(
        "document.body.innerText.includes('SELECT') || [...document.querySelectorAll('textarea')].some(t => t.value.includes('SELECT'))"
    )
    context.close()


def test_the_plain_field_takes_the_query_where_yasgui_is_not(browser: Any, address: str) -> None:
    context = browser.new_context(base_url=address)
    context.route("**/static/editor/yasgui.min.js", lambda route: route.fulfill(body=""))
    page = context.new_page()
    page.goto("/queries/member-topics?member=4649")
    page.get_by_role("link", name="Open in the editor").click()
    page.wait_for_function("document.getElementById('query').value.includes('members/4649')")
    assert page.locator("#query").is_visible()
    # Without a query in the address, the sample stays.
    page.goto("about:blank")
    page.goto("/sparql#")
    assert "parl:hansardHeading" in page.locator("#query").input_value()
    context.close()


def test_the_first_stop_of_the_keyboard_leads_to_the_content(browser: Any, address: str) -> None:
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/writtenquestions")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/writtenquestions?_search=SEND",
        "/resources/1012383",
        "/members/4649",
        "/queries/most-asked-topics?run=1",
        "/topics",
    ],
)
def test_pages_fit_a_phone_and_can_be_read(browser: Any, address: str, path: str, scheme: str) -> None:
    """Nothing sticks out on 390 pixels, and each text has a contrast of 4.5 to 1 with what is behind it (WCAG AA)."""
    context = browser.new_context(
        base_url=address, viewport={"width": 390, "height": 844}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(_CONTRAST) == []
    context.close()


_CONTRAST = """() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const c = parse(getComputedStyle(node).backgroundColor);
      if (c.length === 3 || c[3] > .99) return c;
    }
    return [255, 255, 255];
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || node.closest('svg, .unseen, .skip, option') || !node.checkVisibility()) continue;
    const a = light(parse(getComputedStyle(node).color)), b = light(behind(node));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) found.add(`${node.tagName}.${node.className} ${ratio.toFixed(2)}`);
  }
  return [...found];
}"""
