package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.InvalidInputException;
import java.util.Locale;

/** What becomes of signatures, SBOMs and other manifests that refer to an image. */
public enum Referrers {
    /** They are copied when their image is promoted. */
    COPY,
    /** They are looked for also when the image itself is there already. */
    REFRESH,
    /** They stay where they are. */
    NONE;

    /** @throws InvalidInputException when it is none of {@code copy}, {@code refresh}, {@code none} */
    public static Referrers parse(String text) {
        return Choice.parse("referrers", text, values());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
