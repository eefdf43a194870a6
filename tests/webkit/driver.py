"""WebKit, as in an iPad, driven by the W3C WebDriver protocol: WebKitGTK's own driver, no more.

Debian has the engine (`webkit2gtk-driver`) and a screen to show it on (`xvfb`). Each device is a
driver and a browser of its own: cookies and what is kept are not shared.
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

PROGRAMS = ("WebKitWebDriver", "Xvfb")
PATIENCE = 20.0
"""Seconds that something may take to show: two tests share a small machine."""

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key that W3C gives what stands for an element."""

KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Down": "\ue015", "Space": " "}

# Of what is shown: what says just these words, in its text or its label, else what has them in it.
_FIND = """
const [css, words, index] = arguments;
const shown = (one) => one.getClientRects().length && getComputedStyle(one).visibility !== "hidden";
const said = (one) => [one.getAttribute("aria-label"), one.innerText,
  ...[...(one.labels ?? [])].map((label) => label.innerText)].map((each) => (each ?? "").trim());
const all = [...document.querySelectorAll(css)].filter(shown);
const just = all.filter((one) => said(one).includes(words));
const found = !words ? all
  : just.length ? just : all.filter((one) => said(one).some((each) => each.includes(words)));
return found.at(index) ?? null;
"""


def missing() -> list[str]:
    """The programs that are not there: without one of them there is no WebKit to test with."""
    return [name for name in PROGRAMS if shutil.which(name) is None]


class Device:
    """One browser with one page. What is looked for is waited for."""

    def __init__(self, address: str, base: str) -> None:
        self._ask = httpx2.Client(base_url=address, timeout=60, trust_env=False)
        self.base = base
        opened = self._call("POST", "/session", capabilities={"alwaysMatch": {}})
        self.version: str = opened["capabilities"]["browserVersion"]
        self._session = f"/session/{opened['sessionId']}"

    def _call(self, method: str, path: str, **said: Any) -> Any:
        answer = self._ask.request(method, path, content=json.dumps(said) if said else "{}")
        value = answer.json()["value"]
        if answer.is_error:
            raise AssertionError(f"{path}: {value['error']}: {value['message']}")
        return value

    def _post(self, path: str, **said: Any) -> Any:
        return self._call("POST", self._session + path, **said)

    def close(self) -> None:
        self._call("DELETE", self._session)
        self._ask.close()

    def size(self, wanted: tuple[int, int]) -> None:
        """The page's own size in CSS pixels, without the browser's bars around it."""
        width, height = wanted
        for _ in range(2):
            inner, outer = self.js("return [innerWidth, innerHeight]"), self._rect()
            grown = (outer["width"] + width - inner[0], outer["height"] + height - inner[1])
            self._post("/window/rect", x=0, y=0, width=grown[0], height=grown[1])
            self.until("return innerWidth === arguments[0]", width)

    def _rect(self) -> Any:
        return self._call("GET", f"{self._session}/window/rect")

    def go(self, path: str) -> None:
        self._post("/url", url=self.base + path)

    def js(self, script: str, *words: Any) -> Any:
        """What the script returns; a promise is waited for."""
        return self._post("/execute/sync", script=script, args=list(words))

    def until(self, script: str, *words: Any) -> Any:
        """Waits until the script returns something that is not nothing, and returns that."""
        end = time.monotonic() + PATIENCE
        while not (found := self.js(script, *words)):
            if time.monotonic() > end:
                text = self.js("return document.body.innerText")
                raise AssertionError(f"{script} {words}: not in\n{text}")
            time.sleep(0.05)
        return found

    def find(self, css: str, words: str = "", index: int = 0) -> str:
        """The first that is shown and says these words, or is labelled so."""
        return str(self.until(_FIND, css, words, index)[ELEMENT])

    def see(self, words: str, css: str = "body") -> None:
        self.find(css, words)

    def press(self, css: str, words: str = "", index: int = 0) -> None:
        """A real press with the pointer, in the middle of it; nothing may lie over it there."""
        found = self.find(css, words, index)
        self.js("arguments[0].scrollIntoView({block: 'center'})", {ELEMENT: found})
        self._post(f"/element/{found}/click")

    def fill(self, css: str, words: str, label: str = "") -> None:
        """Typed key by key, after what stood there is taken away."""
        element = f"/element/{self.find(css, label)}"
        self._post(f"{element}/clear")
        self._post(f"{element}/value", text=words)

    def set(self, css: str, value: str) -> None:
        """What a picker that only the machine itself has would put there."""
        self.js(
            "const [one, value] = arguments; one.value = value;"
            "one.dispatchEvent(new Event('input', {bubbles: true}));",
            {ELEMENT: self.find(css)},
            value,
        )

    def upload(self, css: str, file: Path) -> None:
        self._post(f"/element/{self.find(css)}/value", text=str(file))

    def type(self, *keys: str) -> None:
        """Keys to whatever has the focus."""
        strokes = [
            {"type": how, "value": KEYS.get(key, key)}
            for key in keys
            for how in ("keyDown", "keyUp")
        ]
        self._post("/actions", actions=[{"type": "key", "id": "keys", "actions": strokes}])

    def focus(self, css: str, words: str = "") -> None:
        """The keyboard's place, without a press of the pointer."""
        self.js("arguments[0].focus()", {ELEMENT: self.find(css, words)})

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self._call("GET", f"{self._session}/screenshot")))


@contextmanager
def display() -> Iterator[str]:
    """A screen that nobody sees, as DISPLAY; as large as a projector with the browser's bars."""
    reading, writing = os.pipe()
    command = [
        "Xvfb",
        "-displayfd",
        str(writing),
        "-screen",
        "0",
        "2000x1300x24",
        "-nolisten",
        "tcp",
    ]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as said:
                yield f":{said.readline().strip()}"
        finally:
            server.terminate()


@contextmanager
def device(shown_on: str, base: str, size: tuple[int, int]) -> Iterator[Device]:
    """A browser of its own, with nothing kept from before."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # It is shown our own server alone, and a container may have no sandbox to give.
    known = os.environ | {"DISPLAY": shown_on, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    with subprocess.Popen(
        ["WebKitWebDriver", f"--port={port}"],
        env=known,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as driver:
        try:
            _wait_for(port)
            opened = Device(f"http://127.0.0.1:{port}", base)
            try:
                opened.size(size)
                yield opened
            finally:
                opened.close()
        finally:
            driver.terminate()


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("WebKit's driver does not answer")
