package core

const Name = "core"
