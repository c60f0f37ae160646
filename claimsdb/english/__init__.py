"""All that knows English: words, clauses, quotation marks, cues, numbers, dates, countries."""
