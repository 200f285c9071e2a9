"""How Middle Ground's artefacts are made, measured and described."""
