package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.doctor.RegistryUse;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.LayoutReference;
import io.github.multiarchmaven.promote.ImageRequest;
import io.github.multiarchmaven.promote.ImageSpec;
import io.github.multiarchmaven.promote.Place;
import java.util.ArrayList;
import java.util.List;

/** What a project's configuration reads and writes. */
final class RegistriesInUse {
    private RegistriesInUse() {}

    /**
     * @param from of {@code build}; null for none
     * @param promoted of {@code promote}
     * @param image of {@code push} and {@code publish}; null for none
     */
    static List<RegistryUse> of(String from, List<ImageRequest> promoted, String image) {
        List<RegistryUse> uses = new ArrayList<>();
        if (from != null && !from.equals("scratch") && !LayoutReference.isLayout(from)) {
            uses.add(RegistryUse.reads(Reference.parse(from)));
        }
        for (ImageRequest request : promoted) {
            ImageSpec spec = request.image();
            spec.sources().stream()
                    .map(ImageSpec.Source::place)
                    .filter(place -> !place.isLayout())
                    .forEach(place -> uses.add(RegistryUse.reads(reference(place))));
            if (!spec.target().isLayout()) {
                uses.add(RegistryUse.writes(reference(spec.target())));
            }
        }
        if (image != null) {
            uses.add(RegistryUse.writes(Reference.parse(image)));
        }
        return uses;
    }

    /** Without a tag where none is named, as for an image that is chosen by a pattern of tags. */
    private static Reference reference(Place place) {
        return place.tag() == null ? place.registry() : place.registry().withTag(place.tag());
    }
}
