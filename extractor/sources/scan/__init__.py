"""Pictures of pages → words with boxes and ruling lines, by recognising their characters (the extra `ocr`)."""
