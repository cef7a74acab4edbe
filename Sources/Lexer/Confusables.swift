package func confusableSkeleton(_ text: String) -> String { text }
