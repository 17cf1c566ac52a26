"""The cellar: errors, HTTP mapping, abstract models and geometry helpers. No models of its own."""
