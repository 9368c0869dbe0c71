package hook

func broken() int { return "an overlay can replace this file" }
