// A precompiled header needs a target, a target needs a source.
