package io.github.multiarchmaven.prune;

import java.util.List;

/** A cache that is made smaller by itself. */
public interface Cache {
    /** For people: {@code the plugin's caches}. */
    String title();

    /** What it has; the order is free. */
    List<Entry> entries();

    /**
     * Deletes what was chosen, in the order given; what was used meanwhile, or is in use, stays.
     *
     * @return what is gone
     */
    List<Entry> delete(List<Entry> chosen);
}
