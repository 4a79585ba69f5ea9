"""One person's browser: goes to pages, gives verdicts, and looks for what must never be on a page."""

import re
from pathlib import Path

import axe_playwright_python
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Locator, Page

# The policy of the page holds for everything here: nothing is switched off to look at it.
WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI}`));
"""
LAYOUT = """() => {
  const root = document.scrollingElement;
  const main = ".btn:not(.say):not(.idle), .q-v > label, .q-tabs > a, .q-tabs summary, .q-nav a";
  const shown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const phone = root.clientWidth < 500;
  return {
    over: root.scrollWidth - root.clientWidth,
    small: phone ? [...document.querySelectorAll(main)]
      .filter((e) => shown(e) && e.getBoundingClientRect().height < 43.5)
      .map((e) => `${e.textContent.trim()} ${e.getBoundingClientRect().height}px`) : [],
    text: document.body.innerText,
  };
}"""
STRAY = re.compile(r"\S[ \t]+[，。；：、）》？！]")
SERIOUS = ("serious", "critical")
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
IS_A_PAGE = "document.doctype !== null && document.contentType === 'text/html'"
RUN_AXE = """async () => {
  const only = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, { resultTypes: ["violations"], runOnly: only });
  return found.violations.filter((v) => ["serious", "critical"].includes(v.impact))
    .map((v) => `axe ${v.id} (${v.impact}): ${v.nodes[0].html.slice(0, 200)}`);
}"""


class Screen:
    """A page and what it complained about. `expected` holds the statuses that a test provokes itself."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page, self.scripts = page, scripts
        self.problems: list[str] = []
        self.expected: set[int] = set()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        if message.location.get("url", "").endswith("/favicon.ico"):
            return  # asked for where the answer is a picture; every page names its own icon
        status = re.search(r"responded with a status of (\d+)", message.text)
        if status is None or int(status[1]) not in self.expected:
            self.problems.append(f"{self.page.url}: {message.text}")

    def go(self, path: str, *, axe: bool = False) -> "Screen":
        self.page.goto(path)
        return self.look(axe=axe)

    def go_at_both_widths(self, path: str) -> bool:
        """The page as a desk and as a phone show it, loaded once; axe looks at it on the desk.

        False for what is no page: a file, a picture, a part of a page.
        """
        self.page.set_viewport_size({"width": 1280, "height": 900})
        try:
            answer = self.page.goto(path)
        except Error as error:
            assert "Download is starting" in str(error) or "ERR_ABORTED" in str(error), path
            return False
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        if not self.page.evaluate(IS_A_PAGE):
            return False
        found = self.page.evaluate(RUN_AXE)
        self.problems += [f"{self.page.url}: {one}" for one in found]
        self.look()
        self.page.set_viewport_size({"width": 390, "height": 844})
        self.look()
        return True

    def look(self, *, axe: bool = False) -> "Screen":
        """Nothing sticks out, no target is too small for a thumb, no space stands before a comma."""
        if not self.scripts:
            return self
        found, where = self._layout(), self.page.url
        if found["over"] > 0:
            self.problems.append(f"{where}: scrolls sideways by {found['over']} px")
        self.problems += [f"{where}: too small for a thumb: {name}" for name in found["small"]]
        self.problems += [
            f"{where}: stray space: {text!r}" for text in STRAY.findall(found["text"])
        ]
        if axe:
            self.problems += [f"{where}: {finding}" for finding in self._axe()]
        return self

    def _layout(self) -> dict:
        """What LAYOUT finds; of the next page, where a form that a script sent replaces this one."""
        try:
            return self.page.evaluate(LAYOUT)
        except Error as gone:
            if "Execution context was destroyed" not in str(gone):
                raise
            self.page.wait_for_load_state()
            return self.page.evaluate(LAYOUT)

    def _axe(self) -> list[str]:
        violations = Axe().run(self.page).response["violations"]
        return [
            f"axe {v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]}"
            for v in violations
            if v["impact"] in SERIOUS
        ]

    @property
    def text(self) -> str:
        return self.page.inner_text("body")

    def shows(self, *texts: str) -> None:
        """Wait until each text is to be seen."""
        for text in texts:
            self.page.get_by_text(text).filter(visible=True).first.wait_for()

    def press(self, name: str) -> "Screen":
        """A button or link by its words."""
        button = self.page.get_by_role("button", name=name, exact=True)
        link = self.page.get_by_role("link", name=name, exact=True)
        button.or_(link).filter(visible=True).first.click()
        self.page.wait_for_load_state()
        return self.look()

    def open(self, title: str) -> "Screen":
        """The row of that title in a box."""
        self.page.locator(".q-row a", has_text=title).first.click()
        self.page.wait_for_load_state()
        return self.look()

    def panel(self, verdict: str) -> Locator:
        """The form that offers that verdict."""
        radio = self.page.locator(f"input[name=verdict][value={verdict}]")
        return self.page.locator("form.q-decide").filter(has=radio)

    def choose(self, verdict: str) -> Locator:
        """The form, once that verdict is chosen: what it asks for shows with it."""
        panel = self.panel(verdict)
        panel.locator(f".q-v:has([value={verdict}]) > label").click()
        self.look()
        return panel

    def give(self, verdict: str, text: str = "") -> "Screen":
        """Choose a verdict, see that only its own button is there, write, and send."""
        panel = self.choose(verdict)
        if text:
            panel.locator("textarea").fill(text)
        buttons = panel.locator(".q-send button").filter(visible=True)
        assert buttons.count() == 1, buttons.all_inner_texts()
        buttons.click()
        self.page.wait_for_load_state()
        return self.look()

    def picture(self, file: Path) -> None:
        self.page.screenshot(path=str(file), full_page=True)
