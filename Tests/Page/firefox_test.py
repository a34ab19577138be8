"""The page in Firefox, driven over Marionette, which Firefox itself speaks: a patient is typed and read back."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from page_test import LIMB, PICTURES, Server, asked, command, percent


class Firefox:
    """Messages are `length:[type, id, name or error, parameters or result]`."""

    def __init__(self, language):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        folder = Path(self.profile.name)
        # Port 0 is a free one, which Firefox writes into the profile.
        preferences = {"marionette.port": 0, "intl.accept_languages": language, "browser.shell.checkDefaultBrowser": False,
                       "datareporting.policy.dataSubmissionEnabled": False, "app.update.enabled": False}
        (folder / "user.js").write_text(
            "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()))
        self.process = subprocess.Popen(
            [shutil.which("firefox-esr"), "--headless", "--marionette", "--no-remote", "--profile", self.profile.name, "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "MOZ_HEADLESS_WIDTH": "1280"})
        port = folder / "MarionetteActivePort"
        for _ in range(600):
            if port.exists() and port.read_text():
                break
            time.sleep(0.05)
        self.socket = socket.create_connection(("127.0.0.1", int(port.read_text())))
        self.file = self.socket.makefile("rwb")
        self.receive()
        self.number = 0
        self.ask("WebDriver:NewSession")

    def receive(self):
        digits = b""
        while not digits.endswith(b":"):
            digits += self.file.read(1)
        return json.loads(self.file.read(int(digits[:-1])))

    def ask(self, name, **parameters):
        self.number += 1
        text = json.dumps([0, self.number, name, parameters]).encode()
        self.file.write(b"%d:%s" % (len(text), text))
        self.file.flush()
        _, _, error, result = self.receive()
        if error:
            raise AssertionError(error["message"])
        return result.get("value") if isinstance(result, dict) else result

    def run(self, script, *arguments):
        return self.ask("WebDriver:ExecuteScript", script=script, args=list(arguments))

    def wait(self, script, *arguments):
        for _ in range(300):
            found = self.run(script, *arguments)
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"never true: {script}; {self.run('return document.body.innerText')}")

    def element(self, selector):
        self.wait("return document.querySelector(arguments[0])?.checkVisibility()", selector)
        found = self.ask("WebDriver:FindElement", using="css selector", value=selector)
        return next(iter(found.values()))

    def type(self, selector, text):
        self.ask("WebDriver:ElementSendKeys", id=self.element(selector), text=text)

    def click(self, selector):
        self.ask("WebDriver:ElementClick", id=self.element(selector))

    def stop(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        self.profile.cleanup()


class FirefoxTest(unittest.TestCase):
    def test_a_patient_is_typed_and_every_probability_read_back(self):
        server = Server()
        firefox = Firefox("it")
        self.addCleanup(server.stop)
        self.addCleanup(firefox.stop)
        firefox.ask("WebDriver:Navigate", url=server.address)
        for selector, text in [("#f-age", LIMB["age"]), ("#f-site", LIMB["site"]), ("#f-histology", LIMB["histology"])]:
            firefox.type(selector, text)
        for name in ("metastasis", "presentation", "depth", "grade"):
            # Clicked where a hand would: on the words.
            firefox.click(f"[data-name={name}] label:has(input[value='{LIMB[name]}'])")
        firefox.type("#f-size", LIMB["size"].replace(".", ","))
        comparison = json.loads(command("compare", *asked(LIMB), "--format", "json"))
        wanted = [one["probability"] for result in comparison["results"] for one in result["predictions"]]
        firefox.wait("return document.querySelector('[data-probability]')?.dataset.probability === arguments[0]", str(wanted[0]))
        self.assertEqual(firefox.run("return [...document.querySelectorAll('[data-probability]')].map(one => one.textContent)"),
                         [percent(one, "it") for one in wanted])
        self.assertEqual(firefox.run("return document.documentElement.lang"), "it")
        self.assertEqual(firefox.run("return document.querySelectorAll('svg.icons .person').length"), 100)
        benefit = json.loads(command("benefit", *asked(LIMB), "--format", "json"))
        self.assertEqual(firefox.run("return [...document.querySelectorAll('.estimates [data-kind=with]')].map(one => Number(one.dataset.exact))"),
                         [one["survivalWith"]["estimate"] for one in benefit["estimates"]])
        firefox.click("#nomograms summary")
        firefox.wait("return document.querySelector('#nomograms img')?.naturalWidth > 0")
        self.assertLessEqual(firefox.run("return document.documentElement.scrollWidth - innerWidth"), 0)
        self.assertEqual(firefox.run("return localStorage.length + sessionStorage.length + document.cookie.length"), 0)
        if PICTURES:
            import base64
            picture = firefox.ask("WebDriver:TakeScreenshot", full=True)
            (Path(PICTURES) / "firefox-it.png").write_bytes(base64.b64decode(picture))


if __name__ == "__main__":
    unittest.main(verbosity=2)
