"""The reference plugins, one package for each kind of organisation."""
