# Every command sets up what it needs first: an environment under .venv, the design system's assets, a database under var/.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: run test bench lint

run test bench lint:
	@test -n "$(PYTHON)" || { echo "hamlet needs Python 3.11 or newer"; exit 1; }
	@$(PYTHON) setup/prepare.py $@
