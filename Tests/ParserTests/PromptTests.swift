import JiliParser
import Testing

@Suite("prompt") struct PromptTests {}
