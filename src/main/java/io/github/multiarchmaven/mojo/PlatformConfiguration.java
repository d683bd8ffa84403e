package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One {@code <platform>}: short, {@code <platform>linux/arm64</platform>}, or long with what is different for it.
 *
 * <pre>
 * &lt;platform&gt;
 *   &lt;name&gt;linux/arm64&lt;/name&gt;
 *   &lt;from&gt;hub.example.com/base/java:17-graviton&lt;/from&gt;
 *   &lt;jvmFlags&gt;&lt;jvmFlag&gt;-XX:+UseLSE&lt;/jvmFlag&gt;&lt;/jvmFlags&gt;
 *   &lt;dependencies&gt;&lt;dependency&gt;io.netty:netty-transport-native-epoll:linux-aarch_64&lt;/dependency&gt;&lt;/dependencies&gt;
 * &lt;/platform&gt;
 * </pre>
 */
public class PlatformConfiguration {
    private String name;
    private String from;
    private Map<String, String> environment = new LinkedHashMap<>();
    private List<String> jvmFlags = new ArrayList<>();
    private Map<String, String> buildArgs = new LinkedHashMap<>();
    private List<ExtraDirectoryConfiguration> extraDirectories = new ArrayList<>();
    private List<DependencyConfiguration> dependencies = new ArrayList<>();

    /** Called by Maven for the short form. */
    public void set(String shortForm) {
        name = shortForm;
    }

    static PlatformConfiguration of(String name) {
        PlatformConfiguration platform = new PlatformConfiguration();
        platform.set(name);
        return platform;
    }

    Platform platform() {
        if (name == null || name.isBlank()) {
            throw new InvalidInputException(
                    "A <platform> in the parameter platforms has no <name>. Give it one, for example linux/arm64.");
        }
        return Platform.parse(name);
    }

    /** Null when it is the image's. */
    String from() {
        return from;
    }

    Map<String, String> environment() {
        return environment;
    }

    List<String> jvmFlags() {
        return jvmFlags;
    }

    /** For a Dockerfile. */
    Map<String, String> buildArgs() {
        return buildArgs;
    }

    List<ExtraDirectoryConfiguration> extraDirectories() {
        return extraDirectories;
    }

    List<DependencyConfiguration> dependencies() {
        return dependencies;
    }
}
