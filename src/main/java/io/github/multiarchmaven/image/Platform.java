package io.github.multiarchmaven.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * An operating system, an architecture and, where an architecture has several, its variant; names are Go's {@code GOOS}
 * and {@code GOARCH} (image specification, {@code image-index.md}).
 *
 * <p>Normalised on creation as containerd does: {@code aarch64} and {@code arm64/v8} are {@code arm64}; {@code x86_64}
 * is {@code amd64}; {@code armhf} and {@code arm} are {@code arm/v7}; {@code armel} is {@code arm/v6}. So equal platforms
 * are equal records.
 *
 * @param os for example {@code linux}
 * @param architecture for example {@code arm64}
 * @param variant for example {@code v7}; empty when there is none
 * @param osVersion for example {@code 10.0.17763.1}; empty when there is none
 */
public record Platform(String os, String architecture, String variant, String osVersion) {
    private static final Pattern WORD = Pattern.compile("[a-z0-9][a-z0-9_.-]*");
    private static final List<String> KNOWN_ARCHITECTURES = List.of(
            "386",
            "amd64",
            "arm",
            "arm64",
            "loong64",
            "mips",
            "mips64",
            "mips64le",
            "mipsle",
            "ppc64",
            "ppc64le",
            "riscv64",
            "s390x",
            "wasm",
            "unknown");
    private static final Map<String, String> ARCHITECTURE_ALIASES = Map.of(
            "aarch64", "arm64",
            "x86_64", "amd64",
            "x86-64", "amd64",
            "i386", "386",
            "i686", "386",
            "armhf", "arm",
            "armel", "arm",
            "loongarch64", "loong64");

    public Platform {
        Objects.requireNonNull(os, "os");
        Objects.requireNonNull(architecture, "architecture");
        String given = architecture.toLowerCase(Locale.ROOT);
        os = os.toLowerCase(Locale.ROOT);
        os = os.equals("macos") ? "darwin" : os;
        variant = variant == null ? "" : variant.toLowerCase(Locale.ROOT);
        osVersion = osVersion == null ? "" : osVersion;
        architecture = ARCHITECTURE_ALIASES.getOrDefault(given, given);
        switch (architecture) {
            case "arm64" -> variant = variant.equals("8") || variant.equals("v8") ? "" : variant;
            case "amd64" -> variant = variant.equals("v1") ? "" : variant;
            case "arm" -> {
                if (variant.isEmpty()) {
                    variant = given.equals("armel") ? "v6" : "v7";
                } else if (variant.matches("[5-8]")) {
                    variant = "v" + variant;
                }
            }
            default -> {}
        }
    }

    public static Platform linuxAmd64() {
        return new Platform("linux", "amd64", "", "");
    }

    public static Platform linuxArm64() {
        return new Platform("linux", "arm64", "", "");
    }

    /**
     * Parses {@code os/arch}, {@code os/arch/variant}, and an architecture with or without variant (then {@code linux}).
     *
     * @throws InvalidInputException when the text has another shape or names an unknown architecture
     */
    public static Platform parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split("/", -1);
        boolean wellFormed = parts.length <= 3;
        for (String part : parts) {
            wellFormed &= WORD.matcher(part).matches();
        }
        if (!wellFormed) {
            throw new InvalidInputException("Malformed platform '" + text
                    + "': expected os/architecture or os/architecture/variant, for example linux/arm64.");
        }
        boolean withoutOs = parts.length == 1 || parts.length == 2 && parts[1].matches("v\\d+");
        Platform platform = withoutOs
                ? new Platform("linux", parts[0], parts.length == 2 ? parts[1] : "", "")
                : new Platform(parts[0], parts[1], parts.length == 3 ? parts[2] : "", "");
        if (!KNOWN_ARCHITECTURES.contains(platform.architecture)) {
            throw new InvalidInputException("Unknown platform '" + text + "': its architecture is none of "
                    + String.join(", ", KNOWN_ARCHITECTURES.subList(0, KNOWN_ARCHITECTURES.size() - 1)) + ".");
        }
        return platform;
    }

    /** From a descriptor's {@code platform} object or an image configuration, which carry the same field names. */
    public static Platform fromJson(JsonNode json) {
        return new Platform(
                json.path("os").asText("unknown"),
                json.path("architecture").asText("unknown"),
                json.path("variant").asText(""),
                json.path("os.version").asText(""));
    }

    /** As a descriptor's {@code platform} object, empty fields left out. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("architecture", architecture);
        json.put("os", os);
        if (!osVersion.isEmpty()) {
            json.put("os.version", osVersion);
        }
        if (!variant.isEmpty()) {
            json.put("variant", variant);
        }
        return json;
    }

    /** BuildKit marks attestation manifests in an index with {@code unknown/unknown}. */
    public boolean isUnknown() {
        return os.equals("unknown") || architecture.equals("unknown");
    }

    /** Whether an image for {@code this} is what a user who asked for {@code wanted} means: an unasked os.version is free. */
    public boolean satisfies(Platform wanted) {
        return os.equals(wanted.os)
                && architecture.equals(wanted.architecture)
                && variant.equals(wanted.variant)
                && (wanted.osVersion.isEmpty() || wanted.osVersion.equals(osVersion));
    }

    /** Architecture and variant as one word for tags and file names: {@code amd64}, {@code arm64}, {@code armv7}. */
    public String archTag() {
        return architecture + variant;
    }

    // As in Digest.
    @Override
    public boolean equals(Object other) {
        return other instanceof Platform platform
                && os.equals(platform.os)
                && architecture.equals(platform.architecture)
                && variant.equals(platform.variant)
                && osVersion.equals(platform.osVersion);
    }

    @Override
    public int hashCode() {
        return ((os.hashCode() * 31 + architecture.hashCode()) * 31 + variant.hashCode()) * 31 + osVersion.hashCode();
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant)
                + (osVersion.isEmpty() ? "" : " (" + osVersion + ")");
    }
}
