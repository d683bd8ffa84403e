package io.github.multiarchmaven.check;

import java.util.ArrayList;
import java.util.List;

/** Compares the first platform of an operating system with each of the others. */
abstract class PairRule implements Rule {
    @Override
    public List<Finding> look(CheckedImage image, CheckOptions options) {
        List<Finding> findings = new ArrayList<>();
        for (List<PlatformImage> alike : image.bySystem()) {
            alike.subList(1, alike.size()).forEach(other -> compare(alike.get(0), other, findings));
        }
        return findings;
    }

    /** @param findings takes what is found */
    abstract void compare(PlatformImage one, PlatformImage other, List<Finding> findings);
}
