package io.github.multiarchmaven.promote;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;

/** The tag that keeps what another tag pointed to: {@code {tag}} and {@code {digest}}, its first twelve hexadecimal digits. */
public record BackupTag(String pattern) {

    /**
     * @param text a pattern such as {@code {tag}-was-{digest}}
     * @throws InvalidInputException when it has no {@code {digest}}, so that a second backup would overwrite the first
     */
    public static BackupTag parse(String text) {
        BackupTag tag = new BackupTag(text.strip());
        if (!text.contains("{digest}") || !Reference.isTag(tag.fill("1", "0123456789ab"))) {
            throw new InvalidInputException("The parameter backupTag is '" + text
                    + "'. It has to have {digest}, may have {tag}, and gives a tag: for example {tag}-was-{digest}.");
        }
        return tag;
    }

    String of(String tag, Digest old) {
        String name = fill(tag, old.shortHex());
        if (!Reference.isTag(name)) {
            throw new InvalidInputException("The parameter backupTag '" + pattern + "' gives '" + name
                    + "' for the tag " + tag + ", which is longer than the 128 characters of a tag. Shorten it.");
        }
        return name;
    }

    private String fill(String tag, String digest) {
        return pattern.replace("{tag}", tag).replace("{digest}", digest);
    }
}
