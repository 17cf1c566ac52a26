"""A person at a browser whose every key press, click, decision and page load is counted; Chinese goes through an IME."""

import time
from dataclasses import dataclass
from typing import Any

from pypinyin import lazy_pinyin

# The keystroke-level model (Card, Moran, Newell 1980): seconds of an average typist and of somebody who looks first.
KEY_S, POINT_S, DECIDE_S = 0.28, 1.3, 1.35
# Words of a sentence are chosen from the IME two characters at a time: the letters of both, and one key that takes them.
IME_WORD = 2


@dataclass
class Effort:
    """What one task took. `seconds` is the script's: no reading, no thinking, no finger on its way."""

    seconds: float = 0
    keys: int = 0
    clicks: int = 0
    decisions: int = 0
    loads: int = 0

    @property
    def person_s(self) -> float:
        """With a person's hands and eyes by the keystroke-level model, on top of what the platform took."""
        return self.seconds + self.keys * KEY_S + self.clicks * POINT_S + self.decisions * DECIDE_S


class Hand:
    """Keys and clicks on one page. A decision is anything a person must choose: a button, a field, a command."""

    def __init__(self, page: Any):
        self.page = page
        self.effort = Effort()
        self._ime = page.context.new_cdp_session(page)
        page.on("request", self._loaded)

    def _loaded(self, request: Any) -> None:
        if request.is_navigation_request() and request.frame == self.page.main_frame and not request.redirected_from:
            self.effort.loads += 1

    def begin(self) -> None:
        """Count from now on."""
        self.effort, self._began = Effort(), time.perf_counter()

    def end(self) -> Effort:
        """What it took since `begin()`."""
        done, self.effort = self.effort, Effort()  # what the page does afterwards belongs to nobody
        done.seconds = time.perf_counter() - self._began
        return done

    def click(self, selector: str, **more: Any) -> None:
        """One click on what is seen there."""
        self.page.locator(selector).first.click(timeout=10_000, **more)
        self.effort.clicks += 1
        self.effort.decisions += 1

    def press(self, chord: str, *, decide: bool = True) -> None:
        """A key, or several held together: each counts, as a hand would count."""
        self.page.keyboard.press(chord)
        self.effort.keys += len(chord.split("+")) if len(chord) > 1 else 1
        self.effort.decisions += decide

    def type(self, text: str) -> None:
        """Letters and digits, one key each."""
        self.page.keyboard.type(text)
        self.effort.keys += len(text)

    def write(self, text: str) -> None:
        """Chinese: every letter of its pinyin is a step of the composition, then one key takes the word."""
        for at in range(0, len(text), IME_WORD):
            word = text[at : at + IME_WORD]
            letters = "".join(lazy_pinyin(word))
            for end in range(1, len(letters) + 1):
                self._ime.send(
                    "Input.imeSetComposition", {"text": letters[:end], "selectionStart": end, "selectionEnd": end}
                )
            self._ime.send("Input.insertText", {"text": word})
            self.effort.keys += len(letters) + 1

    def seen(self, selector: str, *, state: str = "visible", seconds: float = 10) -> None:
        """Wait until the screen shows it: a person would too."""
        self.page.locator(selector).first.wait_for(state=state, timeout=seconds * 1000)

    def tab_to(self, name: str) -> None:
        """Tab until the field of this name has the caret."""
        for _number in range(20):
            self.press("Tab", decide=False)
            if self.page.evaluate("document.activeElement.name") == name:
                self.effort.decisions += 1
                return
        raise AssertionError(f"no field {name} within twenty tabs")

    def command(self, line: str, *words: str) -> None:
        """A line in the command bar: echo read, Enter, done."""
        self.press("Control+k")
        self.seen("#command-input:focus")
        self.type(line)
        self.page.wait_for_selector('#command-echo[data-state="ready"], #command-echo[data-state="go"]', timeout=10_000)
        echo = self.page.inner_text("#command-echo")
        assert all(word in echo for word in words), f"{line!r} says {echo!r}"
        self.press("Enter", decide=False)


__all__ = ["DECIDE_S", "KEY_S", "POINT_S", "Effort", "Hand"]
