"""The model reader: asks a language model which printed figure stands in which row, and copies nothing but the source.

Everything heavy (openai, instructor) is imported where a model is asked, and comes with the extra `llm`.
"""
