package io.github.multiarchmaven.image;

import java.util.Optional;

/**
 * How the image of one platform is tagged: a pattern with {@code {tag}}, {@code {os}}, {@code {arch}} (architecture with
 * variant, {@code amd64}, {@code arm64}, {@code armv7}), or off.
 *
 * @param pattern null when platforms get no tags of their own
 */
public record PlatformTags(String pattern) {
    public static final String DEFAULT = "{tag}-{arch}";
    public static final String OFF = "none";

    /**
     * @param text a pattern, or {@code none}
     * @throws InvalidInputException when the pattern cannot tell two architectures apart or yields no tag
     */
    public static PlatformTags parse(String text) {
        if (text.strip().equals(OFF)) {
            return new PlatformTags(null);
        }
        if (!text.contains("{arch}")) {
            throw new InvalidInputException("The parameter platformTag '" + text
                    + "' has no {arch}: all platforms would get the same tag. Use for example " + DEFAULT + ", or "
                    + OFF
                    + " for no tags per platform.");
        }
        PlatformTags tags = new PlatformTags(text.strip());
        tags.tag("1", Platform.linuxAmd64());
        return tags;
    }

    /** The platform's tag beside the image's; empty when off. */
    public Optional<String> tag(String imageTag, Platform platform) {
        if (pattern == null) {
            return Optional.empty();
        }
        String tag = pattern.replace("{tag}", imageTag)
                .replace("{os}", platform.os())
                .replace("{arch}", platform.archTag());
        if (!Reference.isTag(tag)) {
            throw new InvalidInputException("The parameter platformTag '" + pattern + "' gives '" + tag + "' for "
                    + platform + ", which is not a well-formed tag (at most 128 letters, digits, '_', '.', '-').");
        }
        return Optional.of(tag);
    }
}
