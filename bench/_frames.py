"""What a page itself can say of its pace: when something first stood there, how long each frame took, what it holds in memory."""

from typing import Any

from bench.harness import median, percentile

# Set before any script of the page: the time, in ms since the navigation began, at which all of these stood there.
STANDS = """(() => {
  const wanted = %s;
  const look = () => {
    const there = (one) => { const found = document.querySelector(one); return found && found.getClientRects().length; };
    if (wanted.every(there)) window.stoodAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();"""
WATCH = """() => {
  window.frames_ = [];
  let was = performance.now();
  const look = (now) => { window.frames_.push(now - was); was = now; window.watching = requestAnimationFrame(look); };
  window.watching = requestAnimationFrame((now) => { was = now; window.watching = requestAnimationFrame(look); });
}"""
STOP = "() => { cancelAnimationFrame(window.watching); return window.frames_; }"


class Frames:
    """Frame times of a stretch of work: `with Frames(page) as frames: …`, then `frames.fps`."""

    def __init__(self, page: Any):
        self.page = page

    def __enter__(self) -> "Frames":
        """Watch."""
        self.page.evaluate(WATCH)
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop watching."""
        self.times: list[float] = self.page.evaluate(STOP)

    @property
    def fps(self) -> float:
        """Frames a second over the whole stretch: long frames weigh as long as they lasted."""
        return 1000 * len(self.times) / sum(self.times)

    @property
    def note(self) -> str:
        """The middle frame and the slow ones."""
        slow, worst = percentile(self.times, 0.95), max(self.times)
        return f"median {median(self.times):.0f} ms, p95 {slow:.0f} ms, longest {worst:.0f} ms"


def drag(page: Any, selector: str, rounds: int) -> None:
    """Pull the map about by hand, to all sides and back."""
    box = page.locator(selector).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for number in range(rounds):
        way = ((260, 0), (0, 200), (-260, 0), (0, -200))[number % 4]
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + way[0], y + way[1], steps=40)
        page.mouse.up()


def held_mb(page: Any) -> dict[str, float]:
    """Heap in use after a forced collection, in MB, and the nodes of the document."""
    tool = page.context.new_cdp_session(page)
    tool.send("HeapProfiler.enable")
    for _time in range(3):
        tool.send("HeapProfiler.collectGarbage")
    tool.send("Performance.enable")
    found = {one["name"]: one["value"] for one in tool.send("Performance.getMetrics")["metrics"]}
    tool.detach()
    return {"heap": found["JSHeapUsedSize"] / 2**20, "nodes": found["Nodes"], "listeners": found["JSEventListeners"]}


__all__ = ["STANDS", "Frames", "drag", "held_mb"]
