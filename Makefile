# Aliases; the scripts in ops/ do the work and need no make.
.PHONY: install demo test check
install demo test check:
	@ops/$@ $(ARGS)
