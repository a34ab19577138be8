"""The page in a real browser: what it shows is what the command line's JSON says, to the printed digit."""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

PROGRAM = os.environ["SARCOMA"]
PATIENTS = int(os.environ.get("PATIENTS", "8"))
PICTURES = os.environ.get("SCREENSHOTS")
ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "Sources/SarcomaService/Page"
VOCABULARY = {c["name"]: c for c in json.loads((ROOT / "models/vocabulary.json").read_text())["covariates"]}
LANGUAGES = ["en", "it", "es", "fr"]
SCOPE = ["age", "metastasis", "presentation", "site", "histology"]
LIMB = dict(age="61", metastasis="no", presentation="primary", site="thigh", histology="LMS",
            size="12.5", grade="3", depth="deep")
RETROPERITONEUM = dict(age="67", metastasis="no", presentation="primary", site="retroperitoneum",
                       histology="leiomyosarcoma", size="92 mm", grade="2", multifocal="no", resection="complete")
STROMAL = dict(age="58", metastasis="no", presentation="primary", site="stomach", histology="GIST", size="6",
               mitoses50="7", rupture="no")
BOWEL = dict(age="12", metastasis="no", presentation="primary", site="thigh", histology="GIST")


class Server:
    """The service on a port of its own, with its log."""

    def __init__(self, port=0):
        self.log = tempfile.NamedTemporaryFile("w+", suffix=".log")
        self.process = subprocess.Popen([PROGRAM, "serve", "--port", str(port), "--log-level", "debug"],
                                        stderr=self.log, stdout=subprocess.DEVNULL)
        for _ in range(300):
            found = re.search(r"listening on 127\.0\.0\.1:(\d+)", self.text)
            if found:
                self.port = int(found[1])
                self.address = f"http://127.0.0.1:{self.port}"
                return
            time.sleep(0.05)
        raise RuntimeError(self.text)

    @property
    def text(self):
        return Path(self.log.name).read_text()

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait()


def command(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True).stdout


def asked(patient):
    """In the vocabulary's order, which is the form's."""
    return [part for name in VOCABULARY if name in patient for part in ("--set", f"{name}={patient[name]}")]


def rounded(value, decimals, language):
    """Half away from zero of the scaled number, as the engine's own text rounds."""
    digits = Decimal(abs(value) * 10 ** decimals).quantize(Decimal(1), ROUND_HALF_UP)
    text = str(int(digits)).rjust(decimals + 1, "0")
    if decimals:
        text = text[:-decimals] + ("." if language == "en" else ",") + text[-decimals:]
    return ("−" if value < 0 and digits > 0 else "") + text


def percent(share, language):
    return rounded(100 * share, 1, language) + " %"


TO = {"en": "{} to {}", "it": "da {} a {}", "es": "de {} a {}", "fr": "de {} à {}"}


def quantity(number, language):
    if number["interval"] is None:
        return percent(number["estimate"], language)
    low, high = number["interval"]
    return (percent(number["estimate"], language)
            + f" ({TO[language].format(rounded(100 * low, 1, language), percent(high, language))})")


def signed(share, language):
    text = rounded(100 * share, 1, language)
    return ("+" if share > 0 and text != rounded(0, 1, language) else "") + text


class PageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.playwright = sync_playwright().start()
        # No name and no address but the loopback can be reached.
        cls.browser = cls.playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"])

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.playwright.stop()
        cls.server.stop()

    def setUp(self):
        self.pages = []
        self.faults = []

    def tearDown(self):
        for page in self.pages:
            page.context.close()
        self.assertEqual(self.faults, [])

    def open(self, language="en", width=1280, path="/", server=None):
        context = self.browser.new_context(locale={"en": "en-GB", "it": "it-IT", "es": "es-ES", "fr": "fr-FR"}[language],
                                           viewport={"width": width, "height": 900})
        page = context.new_page()
        self.pages.append(page)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda message: self.faults.append(message.text)
                if "Content Security Policy" in message.text else None)
        page.on("request", lambda request: self.faults.append(request.url)
                if not request.url.startswith(("http://127.0.0.1:", "blob:http://127.0.0.1:")) else None)
        page.goto((server or self.server).address + path)
        if path == "/":
            page.wait_for_selector("[data-name=age]")
        return page

    def settle(self, page):
        page.wait_for_function("""() => document.querySelector('#results').getAttribute('aria-busy') === 'false'
            || document.querySelector('.error:not([hidden])') || !document.querySelector('#silence').hidden""")

    def write(self, page, name, value):
        field = page.locator(f"[data-name={name}]")
        covariate = VOCABULARY[name]
        choices = covariate.get("levels", []) + covariate.get("halfAnswers", [])
        if covariate["kind"] != "number" and len(choices) <= 6:
            field.locator(f'input[value="{value}"]').check()
        else:
            page.fill(f"#f-{name}", value)
            page.locator(f"#f-{name}").blur()

    def type_patient(self, page, patient, language="en"):
        for name in SCOPE:
            if name in patient:
                self.write(page, name, self.local(name, patient[name], language))
            elif page.locator(f"[data-name={name}] .unknown input").count():
                page.locator(f"[data-name={name}] .unknown input").check()
            else:
                page.locator(f"[data-name={name}] button.quiet").click()
        self.settle(page)
        for name, value in patient.items():
            if name not in SCOPE:
                page.wait_for_selector(f"[data-name={name}]", state="visible")
                self.write(page, name, self.local(name, value, language))
                self.settle(page)
        self.settle(page)

    @staticmethod
    def local(name, value, language):
        is_number = VOCABULARY[name]["kind"] == "number"
        return value.replace(".", ",") if is_number and language != "en" else value

    def check(self, page, patient, language, picture=None):
        """Every number of every view against the command line."""
        comparison = json.loads(command("compare", *asked(patient), "--format", "json"))
        shown = page.locator("#prognosis [data-probability]")
        wanted = [(result["model"]["id"], prediction)
                  for result in comparison["results"] if result["model"]["method"] != "publishedRule" or result["predictions"]
                  for answer in ([result] if not result["alternatives"] else result["alternatives"])
                  for prediction in answer["predictions"]]
        everywhere = page.locator("[data-probability]").evaluate_all(
            "all => all.map(one => [Number(one.dataset.probability), one.textContent])")
        self.assertEqual(sorted(exact for exact, _ in everywhere), sorted(one["probability"] for _, one in wanted), patient)
        for exact, text in everywhere:
            self.assertEqual(text, percent(exact, language))
        for row in range(shown.count()):
            cells = shown.nth(row).locator("xpath=ancestor::tr/*").all_inner_texts()
            exact = float(shown.nth(row).get_attribute("data-probability"))
            model = shown.nth(row).get_attribute("data-model")
            prediction = next(one for known, one in wanted if known == model and one["probability"] == exact)
            if prediction["interval"]:
                low, high = prediction["interval"]
                self.assertIn(TO[language].format(rounded(100 * low, 1, language), percent(high, language)), cells[3])
        for result in comparison["results"]:
            for answer in [result] if not result["alternatives"] else result["alternatives"]:
                if answer["category"]:
                    texts = page.locator(f"[data-category={result['model']['id']}]").all_inner_texts()
                    self.assertIn(answer["category"], texts)
        page.locator("#take-away details").evaluate("element => element.open = true")
        text = page.locator("#text").text_content()
        self.assertTrue(text.startswith(command("compare", *asked(patient))), patient)

        run = subprocess.run([PROGRAM, "benefit", *asked(patient), "--format", "json"], capture_output=True, text=True)
        if run.returncode != 0:
            self.assertEqual(page.locator("#benefit svg").count(), 0)
            refusal = run.stderr.strip().removeprefix("sarcoma: ")
            if page.locator("#benefit").count():
                self.assertEqual(page.locator("#benefit-refusal").inner_text().lower().rstrip("."), refusal.lower().rstrip("."))
            return
        benefit = json.loads(run.stdout)
        self.assertTrue(text.endswith(command("benefit", *asked(patient))))
        estimates = benefit["estimates"]
        lead = estimates[0]
        is_drawn = benefit["eligibility"]["eligible"] is not False
        same = [e for e in estimates if all(e[k] == lead[k] for k in ("effect", "regimen", "stratum", "shrunken"))]
        last = max(same, key=lambda estimate: estimate["time"]["value"])
        # Curves
        for arm, key in [("without", "survivalWithout")] + ([("with", "survivalWith")] if is_drawn else []):
            marks = page.locator(f"[data-arm={arm}] [data-survival]").evaluate_all(
                "all => all.map(one => [Number(one.dataset.years), Number(one.dataset.survival), one.dataset.low, one.dataset.high])")
            self.assertEqual(
                sorted((years, survival, low and float(low), high and float(high)) for years, survival, low, high in marks),
                sorted((e["time"]["value"], e[key]["estimate"], *(e[key]["interval"] or (None, None))) for e in same))
        # Icons
        counts = last["ofHundred"]
        if not is_drawn:
            counts = {"aliveEitherWay": counts["aliveEitherWay"] + counts["aliveOnlyWithout"],
                      "aliveNeitherWay": counts["aliveNeitherWay"] + counts["aliveOnlyWith"]}
        for fate, count in counts.items():
            group = page.locator(f"[data-fate={fate}]")
            self.assertEqual(group.locator(".person").count(), count)
        self.assertEqual(page.locator("svg.icons .person").count(), 100)
        # Table
        if is_drawn:
            for kind, key in [("without", "survivalWithout"), ("with", "survivalWith"), ("difference", "absoluteBenefit")]:
                cells = page.locator(f".screen .estimates td[data-kind={kind}]").evaluate_all(
                    "all => all.map(one => [Number(one.dataset.exact), one.textContent])")
                ordered = [e for e in estimates if e["time"] == last["time"]] + [e for e in estimates if e["time"] != last["time"]]
                self.assertEqual([exact for exact, _ in cells], [e[key]["estimate"] for e in ordered])
                for (_, shown_text), estimate in zip(cells, ordered):
                    number = estimate[key]
                    if kind == "difference":
                        low, high = number["interval"]
                        expected = f"{signed(number['estimate'], language)} ({TO[language].format(signed(low, language), signed(high, language))})"
                    else:
                        expected = quantity(number, language)
                    self.assertEqual(shown_text, expected)
            for part in (quantity(last["survivalWithout"], language), quantity(last["survivalWith"], language)):
                self.assertIn(part, page.locator("#record").inner_text())
        # Print
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            page.pdf(path=file.name, prefer_css_page_size=True)
            reader = PdfReader(file.name)
            self.assertEqual(len(reader.pages), 1, patient)
            box = reader.pages[0].mediabox
            self.assertAlmostEqual(float(box.width), 595.3, delta=1)
            printed = re.sub(r"\s+", " ", reader.pages[0].extract_text())
        self.assertIn(percent(last["survivalWithout"]["estimate"], language), printed)
        if is_drawn:
            self.assertIn(percent(last["survivalWith"]["estimate"], language), printed)
        self.assertIn("SarcomaRisk", printed)

    def test_all_views_in_all_languages_and_widths(self):
        for language in LANGUAGES:
            for width in (360, 1280):
                page = self.open(language, width)
                self.assertEqual(page.evaluate("document.documentElement.lang"), language)
                for number, patient in enumerate([LIMB, RETROPERITONEUM, STROMAL]):
                    with self.subTest(language=language, width=width, patient=number):
                        page.locator("button[type=reset]").click()
                        self.type_patient(page, patient, language)
                        self.check(page, patient, language)
                        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), width)
                        if PICTURES:
                            page.screenshot(path=f"{PICTURES}/page-{language}-{width}-{number}.png", full_page=True)
                            if (language, width, number) == ("en", 1280, 0):
                                page.screenshot(path=f"{PICTURES}/page-1280.png", full_page=True,
                                                clip={"x": 0, "y": 0, "width": 1280, "height": 1700})

    def test_random_patients(self):
        chance = random.Random(20261128)
        pages = {language: self.open(language) for language in LANGUAGES}
        for number in range(PATIENTS):
            language = chance.choice(LANGUAGES)
            patient = self.random_patient(chance)
            page = pages[language]
            with self.subTest(number=number, patient=patient):
                page.evaluate("hash => { location.hash = hash }", self.fragment(patient, language))
                page.wait_for_function("() => !location.hash")
                self.settle(page)
                self.check(page, patient, language)

    @staticmethod
    def fragment(patient, language):
        from urllib.parse import urlencode
        return urlencode({name: PageTest.local(name, value, language) for name, value in patient.items()})

    @staticmethod
    def random_patient(chance):
        level = lambda name: chance.choice(VOCABULARY[name]["levels"])["name"]
        patient = dict(age=str(round(chance.uniform(18, 95), chance.choice([0, 1]))), metastasis=chance.choice(["no", "no", "no", "yes"]),
                       presentation=chance.choice(["primary", "primary", "recurrent"]),
                       site=chance.choice(["thigh", "retroperitoneum", level("site")]),
                       histology=chance.choice(["leiomyosarcoma", "undifferentiatedPleomorphicSarcoma", "dedifferentiatedLiposarcoma", level("histology")]),
                       size=str(round(chance.uniform(1, 30), 1)), grade=chance.choice(["1", "2", "3", "3", "low", "high"]),
                       depth=chance.choice(["deep", "superficial"]), multifocal=chance.choice(["yes", "no"]),
                       resection=chance.choice(["complete", "incomplete"]), nodes=chance.choice(["no", "yes"]),
                       necrosis=str(chance.randrange(0, 90)), mitoses=str(chance.randrange(0, 40)), differentiation=level("differentiation"),
                       albumin="36", metastaticSites=str(chance.randrange(1, 4)), twoTierGrade=chance.choice(["low", "high"]))
        if patient["metastasis"] == "no":
            del patient["metastaticSites"]
        for name in list(patient):
            if chance.random() < 0.15:
                del patient[name]
        return patient

    def test_excluded_disease_is_told_where_it_belongs(self):
        page = self.open()
        self.type_patient(page, BOWEL)
        self.assertIn("18 years", page.locator("#nobody").inner_text())
        self.assertEqual(page.locator("[data-probability]").count(), 0)

    def test_errors_stand_at_their_fields_and_no_number_beside_them(self):
        for language in LANGUAGES:
            page = self.open(language)
            self.type_patient(page, LIMB, language)
            self.assertTrue(page.locator("[data-probability]").count())
            page.fill("#f-size", "1200")
            page.fill("#f-age", "6x")
            page.locator("#f-age").blur()
            page.wait_for_selector("[data-name=size] .error:not([hidden])")
            page.wait_for_selector("[data-name=age] .error:not([hidden])")
            self.assertEqual(page.locator("#results").inner_text(), "")
            self.assertEqual(page.locator("#summary").inner_text(), "")
            self.assertEqual(page.locator("#f-size").get_attribute("aria-invalid"), "true")
            self.assertIn("60", page.locator("#f-size-error").inner_text())
            self.assertIn("size of 1200 cm", page.locator("#f-size-error").inner_text())

    def test_own_value_prognosis_alone_and_conditional_survival(self):
        page = self.open("it")
        self.type_patient(page, LIMB, "it")
        page.select_option("#baseline", "own")
        page.fill("#own-value", "48,3")
        page.fill("#own-low", "40")
        page.fill("#own-high", "56")
        page.select_option("#own-time", "10y")
        self.settle(page)
        page.wait_for_function("() => document.querySelector('[data-arm=without] [data-survival=\"0.483\"]')")
        run = json.loads(command("benefit", *asked(LIMB), "--survival", "10y=0.483,0.40,0.56", "--format", "json"))
        exact = page.locator(".screen .estimates td[data-kind=with]").evaluate_all("all => all.map(one => Number(one.dataset.exact))")
        self.assertEqual(exact, [estimate["survivalWith"]["estimate"] for estimate in run["estimates"]])
        page.fill("#own-low", "")
        page.wait_for_selector("#own-error:not([hidden])")
        self.assertEqual(page.locator("#benefit svg").count(), 0)
        page.fill("#own-high", "")
        page.fill("#own-value", "")
        self.settle(page)
        self.assertEqual(page.locator("#benefit svg").count(), 0)
        page.fill("#own-value", "48,3")
        page.wait_for_function("() => document.querySelector('[data-arm=without] [data-survival=\"0.483\"]')")
        page.select_option("#baseline", "")
        self.settle(page)
        page.check("#alone")
        self.settle(page)
        page.wait_for_function("() => document.querySelectorAll('[data-arm]').length === 1")
        self.assertEqual(page.locator(".estimates").count(), 0)
        # A baseline that is known over time is drawn as curves with a band.
        page.uncheck("#alone")
        page.select_option("#baseline", "tcga-limb-trunk-os-2026")
        page.wait_for_function("() => document.querySelectorAll('[data-arm] path[fill-opacity], [data-arm] > path').length >= 2")
        page.select_option("#given", "2y")
        self.settle(page)
        conditional = json.loads(command("compare", *asked(LIMB), "--given", "2y", "--format", "json"))
        shown = page.locator("#prognosis [data-probability]").evaluate_all("all => all.map(one => Number(one.dataset.probability))")
        self.assertEqual(shown, [p["probability"] for r in conditional["results"] for p in r["predictions"]])

    def test_a_conditional_survival_says_so_on_paper_and_is_not_mixed_with_another(self):
        page = self.open("en", 360)
        self.type_patient(page, RETROPERITONEUM)
        page.select_option("#given", "2y")
        self.settle(page)
        conditional = json.loads(command("compare", *asked(RETROPERITONEUM), "--given", "2y", "--format", "json"))
        answering = [r["model"]["id"] for r in conditional["results"] if r["predictions"]]
        self.assertEqual(page.locator("[data-given]").evaluate_all("all => all.map(one => one.dataset.given)"), answering)
        page = self.open("en", 360)
        self.type_patient(page, LIMB)
        page.select_option("#baseline", "own")
        page.fill("#own-value", "48.3")
        page.select_option("#own-time", "10y")
        page.wait_for_function("() => document.querySelector('[data-arm=without] [data-survival=\"0.483\"]')")
        run = json.loads(command("benefit", *asked(LIMB), "--survival", "10y=0.483", "--format", "json"))
        with_effect = percent(run["estimates"][0]["survivalWith"]["estimate"], "en")
        self.assertEqual(page.locator("#summary").inner_text(),
                         f"IIIB · overall survival at 10 years 48.3 % · With chemotherapy {with_effect}")

    def test_a_link_sets_nothing_that_is_not_seen(self):
        page = self.open()
        page.evaluate("() => { location.hash = 'age=61&site=thigh&histology=LMS&grade=G3' }")
        page.wait_for_function("() => !location.hash")
        self.settle(page)
        self.assertNotIn("FNCLCC grade  ", page.locator("#text").text_content().split("Class of risk")[0])

    def test_keyboard_alone(self):
        page = self.open()

        def tab_to(selector):
            for _ in range(120):
                page.keyboard.press("Tab")
                if page.evaluate("selector => document.activeElement.matches(selector)", selector):
                    return
            self.fail(f"{selector} is not reached by Tab")

        tab_to("#f-age")
        page.keyboard.type("61")
        tab_to("[name=f-metastasis]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        tab_to("[name=f-presentation]")
        page.keyboard.press("Space")
        tab_to("#f-site")
        page.keyboard.type("thigh")
        tab_to("#f-histology")
        page.keyboard.type("LMS")
        page.keyboard.press("Tab")
        page.wait_for_selector("[data-name=size]", state="visible")
        tab_to("#f-size")
        page.keyboard.type("12.5")
        tab_to("[name=f-grade]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        tab_to("[name=f-depth]")
        page.keyboard.press("Space")
        self.settle(page)
        page.wait_for_selector("#prognosis [data-probability]")
        chosen = page.locator("[name=f-grade]:checked").get_attribute("value")
        self.assertEqual(chosen, "3")
        self.assertEqual(page.locator("[name=f-metastasis]:checked").get_attribute("value"), "no")
        depth = page.locator("[name=f-depth]:checked").get_attribute("value")
        self.check(page, {**LIMB, "depth": depth}, "en")

    def test_accessibility(self):
        for width in (360, 1280):
            page = self.open("en", width)
            for state in ("empty", "filled"):
                if state == "filled":
                    self.type_patient(page, LIMB)
                    page.locator("[data-name=size] .info").click()
                    page.locator("#nomograms summary").first.click()
                    page.wait_for_selector("#nomograms img")
                found = Axe().run(page).response["violations"]
                serious = [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found if rule["impact"] in ("serious", "critical")]
                self.assertEqual(serious, [], (width, state))
        page = self.open("en", 1280, "/models/kattan-msk-dss-2002")
        page.wait_for_selector("main img")
        found = Axe().run(page).response["violations"]
        self.assertEqual([rule["id"] for rule in found if rule["impact"] in ("serious", "critical")], [])

    def test_small_window_and_double_size_need_no_second_scroll(self):
        page = self.open("fr", 320)
        self.type_patient(page, LIMB, "fr")
        self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 320)

    def test_link_restores_what_was_typed_and_leaves_nothing_behind(self):
        page = self.open("es")
        canary = {**LIMB, "age": "61.73", "size": "127.3 mm"}
        self.type_patient(page, canary, "es")
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.click("#copy-link")
        page.wait_for_function("() => navigator.clipboard.readText().then(text => text.includes('#'))")
        link = page.evaluate("navigator.clipboard.readText()")
        before = page.locator("#text").text_content()
        self.assertNotIn("61", link.split("#")[0].replace(str(self.server.port), ""))
        other = self.open("es")
        other.goto(link)
        other.wait_for_selector("[data-name=age]")
        self.settle(other)
        other.wait_for_selector("#prognosis [data-probability]")
        self.assertEqual(other.locator("#text").text_content(), before)
        self.assertEqual(other.url, self.server.address + "/")
        for used in (page, other):
            self.assertEqual(used.evaluate("localStorage.length + sessionStorage.length"), 0)
            self.assertEqual(used.evaluate("indexedDB.databases().then(all => all.length)"), 0)
            self.assertEqual(used.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)"), 0)
            self.assertEqual(used.context.cookies(), [])
        for trace in ("61.73", "61,73", "127.3", "127,3", "12.73"):
            self.assertNotIn(trace, self.server.text)

    def test_no_number_is_older_than_the_inputs(self):
        page = self.open()
        self.type_patient(page, LIMB)
        page.route("**/v1/consultation", lambda route: (time.sleep(0.8), route.continue_()))
        page.fill("#f-age", "80")
        self.assertEqual(page.locator("#results").evaluate("element => getComputedStyle(element).visibility"), "hidden")
        self.assertEqual(page.locator("#summary").inner_text(), "")
        page.fill("#f-age", "85")
        self.settle(page)
        self.check(page, {**LIMB, "age": "85"}, "en")

    def test_silence_of_the_engine_takes_every_number_away(self):
        server = Server()
        page = self.open("en", 1280, server=server)
        self.type_patient(page, LIMB)
        server.stop(signal.SIGKILL)
        page.wait_for_selector("#silence:not([hidden])", timeout=15000)
        self.assertEqual(page.locator("#results").text_content(), "")
        self.assertEqual(page.locator("#summary").text_content(), "")
        page.fill("#f-age", "70")
        page.wait_for_timeout(600)
        self.assertEqual(page.locator("#results").text_content(), "")
        again = Server(server.port)
        try:
            page.wait_for_selector("#silence", state="hidden", timeout=15000)
            self.settle(page)
            page.wait_for_selector("#prognosis [data-probability]")
            self.check(page, {**LIMB, "age": "70"}, "en")
        finally:
            again.stop()

    def test_every_model_has_a_page(self):
        models = json.loads(command("models", "list", "--format", "json"))["models"]
        page = self.open()
        for model in models:
            page.goto(f"{self.server.address}/models/{model['id']}")
            page.wait_for_selector("main h1")
            self.assertEqual(page.locator("h1").inner_text(), model["title"])
            with page.expect_download() as download:
                page.click("main a[download]")
            document = Path(download.value.path()).read_bytes()
            self.assertEqual(document, (ROOT / "models" / f"{model['id']}.json").read_bytes())
            citation = json.loads(document)["provenance"]["citation"]
            self.assertIn(citation, page.locator("dl").inner_text())

    def test_every_word_is_there_in_every_language(self):
        words = (PAGE / "words.js").read_text()
        texts = dict(re.findall(r"^  (\w+): \[(.*)\],$", words, re.M))
        self.assertGreater(len(texts), 100)
        for key, line in texts.items():
            four = re.findall(r"'((?:[^'\\]|\\.)*)'", line)
            self.assertEqual(len(four), 4, key)
            places = [sorted(re.findall(r"\{\w+\}", text)) for text in four]
            self.assertTrue(all(one == places[0] for one in places), key)
        for file in [*PAGE.glob("*.js"), *PAGE.glob("*.html")]:
            used = set(re.findall(r"\bt\('(\w+)'", file.read_text())) | set(re.findall(r"data-(?:text|label)=\"(\w+)\"", file.read_text()))
            self.assertEqual(used - set(texts), set(), file.name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
