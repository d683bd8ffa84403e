package io.github.multiarchmaven.check;

import java.util.ArrayList;
import java.util.List;

/** Compares the first platform with each of the others. */
abstract class PairRule implements Rule {
    @Override
    public List<Finding> look(CheckedImage image, CheckOptions options) {
        PlatformImage first = image.platforms().get(0);
        List<Finding> findings = new ArrayList<>();
        for (PlatformImage other :
                image.platforms().subList(1, image.platforms().size())) {
            compare(first, other, findings);
        }
        return findings;
    }

    /** @param findings takes what is found */
    abstract void compare(PlatformImage one, PlatformImage other, List<Finding> findings);
}
