# make demo   fit overall survival and incomplete resection on the TCGA-SARC cohort, compare the scores
#             of one patient, say what chemotherapy before surgery would change, and draw the cohort
#             model's nomogram, calibration and decision curves into figures/
# make test   every test
# make serve  the service on http://127.0.0.1:8080
# make bench  our times beside R's
# make docs   the documentation of the Swift libraries into .build-docs/
# make page   the page in Chromium, with 200 random patients, and in Firefox
# make doors  10,000 patients through the command line, HTTP, C and Python, and the notebooks in short
# make notebooks   the notebooks, run and written anew
# make install PREFIX=/usr/local   the C libraries, their headers and pkg-config files
# make sanitize   the C libraries under the address and thread sanitizers, and random calls for a minute
# make fuzz   100,000 broken requests to the service, and its document's whole conformance run
SHELL := /bin/bash
PACKAGES := git pkg-config libopenblas-dev liblapacke-dev
COHORT := data/tcga_sarc.csv
OUTCOME := Surv(OS_days, OS_event)
OVERALL_SURVIVAL := Surv(OS_days, OS_event) ~ age_years + log2(tumor_size_cm) + residual_tumor
INCOMPLETE_RESECTION := residual_tumor != "R0" ~ age_years + log2(tumor_size_cm) + extremity
PATIENT := --set age=61 --set size=12cm --set grade=3 --set histology=LMS --set site=thigh \
  --set depth=deep
LOW_RISK := --set age=61 --set size=3cm --set grade=1 --set histology=LMS --set site=thigh \
  --set depth=superficial

.PHONY: demo test serve docs bench fuzz page doors notebooks install sanitize packages format lint

demo: packages
	@swift build -c release --product sarcoma --traits CommandLine
	@.build/release/sarcoma fit cox '$(OVERALL_SURVIVAL)' $(COHORT) --missing RX --at 1y,3y,5y \
	  --predict 'age_years=50, tumor_size_cm=5, residual_tumor=R0' \
	  --predict 'age_years=75, tumor_size_cm=15, residual_tumor=R1'
	@echo
	@.build/release/sarcoma fit logistic '$(INCOMPLETE_RESECTION)' $(COHORT) --missing RX \
	  --predict 'age_years=60, tumor_size_cm=5, extremity=1' \
	  --predict 'age_years=60, tumor_size_cm=20, extremity=0'
	@echo
	@.build/release/sarcoma compare $(PATIENT)
	@echo
	@.build/release/sarcoma benefit $(PATIENT)
	@echo
	@.build/release/sarcoma benefit $(LOW_RISK)
	@mkdir -p figures
	@.build/release/sarcoma fit cox '$(OVERALL_SURVIVAL)' $(COHORT) --missing RX \
	  --horizons 1y,3y,5y --time-unit day --title 'Overall survival in TCGA-SARC' \
	  --output figures/overall-survival.json --figure figures/hazard-ratios.svg >/dev/null
	@.build/release/sarcoma nomogram figures/overall-survival.json --output figures/nomogram.svg
	@.build/release/sarcoma validate figures/overall-survival.json $(COHORT) --missing RX \
	  --outcome '$(OUTCOME)' --figure figures/calibration.svg --show calibration >/dev/null
	@.build/release/sarcoma validate figures/overall-survival.json $(COHORT) --missing RX \
	  --outcome '$(OUTCOME)' --figure figures/decision-curves.svg --show decision >/dev/null
	@echo
	@echo 'The model of overall survival is figures/overall-survival.json. Drawn from it:'
	@echo '  figures/nomogram.svg         its points'
	@echo '  figures/hazard-ratios.svg    its coefficients'
	@echo '  figures/calibration.svg      observed against predicted risk at 1, 3 and 5 years'
	@echo '  figures/decision-curves.svg  net benefit at 1, 3 and 5 years'
	@echo 'Both validations are apparent, in the patients whom it was fitted to: better than in others.'

test: PACKAGES += python3-venv chromium gcc
test: packages
	@swift format lint --strict --recursive Sources Tests Package.swift
	@swift build --build-tests
	@swift test --skip-build
	@Tests/Docs/docs.sh
	@python3 Tests/Docs/examples.py
	@Tests/Service/conformance.sh .build/debug/sarcoma 5
	@Tests/Page/run.sh .build/debug/sarcoma 8
	@Tests/C/run.sh
	@Tests/Python/run.sh .build/debug/sarcoma 1000
	@echo 'Left out: make bench, which runs R and Python beside us; make fuzz; make page, which asks the page'
	@echo 'of 200 patients more, and Firefox of one; make doors, of 9,000 more; make notebooks in full; and'
	@echo 'make sanitize.'

# Built with the packages of HTTP, TLS and tokens: minutes, the first time.
serve: packages
	@swift build -c release --product sarcoma
	@.build/release/sarcoma serve

docs: packages
	@swift build --target Biostatistics
	@Tests/Docs/docs.sh .build-docs
	@echo 'To read it: python3 -m http.server --directory .build-docs, then http://localhost:8000/documentation'

fuzz: PACKAGES += python3-venv
fuzz: packages
	@swift build --build-tests
	@SARCOMA_FUZZ=100000 swift test --skip-build --filter ServiceFuzzTests
	@Tests/Service/conformance.sh .build/debug/sarcoma 200

page: PACKAGES += python3-venv chromium firefox-esr
page: packages
	@swift build --product sarcoma
	@Tests/Page/run.sh .build/debug/sarcoma 200
	@SARCOMA=$$(realpath .build/debug/sarcoma) .venv/bin/python Tests/Page/firefox_test.py

doors: PACKAGES += python3-venv
doors: packages
	@swift build --product sarcoma
	@Tests/Python/run.sh .build/debug/sarcoma 10000

notebooks: PACKAGES += python3-venv
notebooks: packages
	@swift build --product sarcoma
	@{ python3 -m venv .venv && .venv/bin/pip install --quiet --force-reinstall --no-deps ./bindings/python && \
	  .venv/bin/pip install --quiet -r notebooks/requirements.txt; } || { \
	  echo 'The package and what the notebooks need could not be installed into .venv: is the network missing?'; exit 1; }
	@SARCOMA_COMMAND=$$(realpath .build/debug/sarcoma) .venv/bin/python notebooks/run.py

PREFIX ?= /usr/local
install: packages
	@bindings/c/build.sh $(DESTDIR)$(PREFIX)

sanitize: PACKAGES += gcc
sanitize: packages
	@Tests/C/sanitize.sh 60

bench: PACKAGES += r-base-core r-cran-survival python3-venv
bench: packages .venv/bench
	@swift run -c release --package-path Benchmarks

.venv/bench:
	@python3 -m venv .venv && .venv/bin/pip install --quiet pandas glum scikit-survival && touch $@ || { \
	  echo "pandas, glum and scikit-survival could not be installed into .venv: the network is missing."; exit 1; }

format:
	@swift format --in-place --recursive Sources Tests Benchmarks Package.swift

# Installs the system packages that are missing, as root or through sudo.
packages:
	@missing=; for name in $(PACKAGES); do \
	  dpkg -s $$name >/dev/null 2>&1 || missing="$$missing $$name"; done; \
	if [ -n "$$missing" ]; then \
	  echo "Installing$$missing"; \
	  sudo=; if [ "$$(id -u)" != 0 ]; then sudo=sudo; fi; \
	  export DEBIAN_FRONTEND=noninteractive; \
	  { $$sudo apt-get update -qq && \
	    $$sudo apt-get install -y -qq --no-install-recommends $$missing; } >/dev/null || { \
	    echo "The packages$$missing could not be installed: the network or the rights to do so are missing."; \
	    exit 1; }; \
	fi
