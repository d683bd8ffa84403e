package io.github.multiarchmaven.server;

/** Told about each request just before its answer is sent; called by several threads at once. */
@FunctionalInterface
public interface RequestListener {
    void answered(LoggedRequest request);
}
