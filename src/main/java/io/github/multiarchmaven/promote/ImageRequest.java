package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.InvalidInputException;

/**
 * What the user asked for: one image, or as many as a choice of tags gives.
 *
 * @param image with the tag of the one image; with a selection its tags stand for nothing
 * @param selection null for one image
 */
public record ImageRequest(ImageSpec image, TagSelection selection) {

    /** @throws InvalidInputException when several sources, or more tags, are given beside a selection */
    public ImageRequest {
        if (selection != null) {
            Place source = image.sources().get(0).place();
            if (image.sources().size() > 1 || source.digest() != null) {
                throw new InvalidInputException("Promoting " + source.repository()
                        + ": <tags> needs one <from> without a digest. Give each image of several sources its own"
                        + " <baseImage>.");
            }
            if (!image.extraTags().isEmpty()) {
                throw new InvalidInputException("Promoting " + source.repository()
                        + ": <extraTags> cannot stand beside <tags>, as all chosen images would get them.");
            }
        }
    }
}
