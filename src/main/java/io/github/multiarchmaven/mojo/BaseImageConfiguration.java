package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.LayoutReference;
import io.github.multiarchmaven.promote.ImageRequest;
import io.github.multiarchmaven.promote.ImageSpec;
import io.github.multiarchmaven.promote.Place;
import io.github.multiarchmaven.promote.TagSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.codehaus.plexus.configuration.PlexusConfiguration;

/**
 * One {@code <baseImage>}: short, {@code <baseImage>docker.io/library/eclipse-temurin:21-jre</baseImage>}, or long.
 *
 * <pre>
 * &lt;baseImage&gt;
 *   &lt;from&gt;docker.io/library/centos:centos7.9.2009&lt;/from&gt;
 *   &lt;from platform="linux/arm64"&gt;docker.io/arm64v8/centos:7.9.2009&lt;/from&gt;
 *   &lt;to&gt;centos:7.9.2009&lt;/to&gt;
 *   &lt;extraTags&gt;7,7.9&lt;/extraTags&gt;
 *   &lt;platforms&gt;linux/amd64,linux/arm64&lt;/platforms&gt;
 * &lt;/baseImage&gt;
 * </pre>
 */
public class BaseImageConfiguration {
    private static final String LIBRARY = "library/";

    private record From(String text, String platform) {}

    private final List<From> sources = new ArrayList<>();
    private String to;
    private String tags;
    private String extraTags;
    private String platforms;

    /** Called by Maven for the short form. */
    public void set(String shortForm) {
        sources.add(new From(shortForm, null));
    }

    /** Called by Maven for each {@code <from>}: its attribute is not to be had otherwise. */
    public void setFrom(PlexusConfiguration from) {
        sources.add(new From(from.getValue(""), from.getAttribute("platform", null)));
    }

    static BaseImageConfiguration of(String shortForm) {
        BaseImageConfiguration configuration = new BaseImageConfiguration();
        configuration.set(shortForm);
        return configuration;
    }

    /** The POM's list, or the command line's instead. */
    static List<BaseImageConfiguration> chosen(
            List<BaseImageConfiguration> list, String commaList, Properties commandLine) {
        return list != null && !commandLine.containsKey("multiarch.baseImages")
                ? list
                : AbstractRegistryMojo.commaList(commaList).stream()
                        .map(BaseImageConfiguration::of)
                        .toList();
    }

    /**
     * @param hub where targets without a registry go; null when there is none
     * @param defaultPlatforms for images without their own; empty for all
     */
    static List<ImageRequest> requests(
            List<BaseImageConfiguration> images, String hub, List<Platform> defaultPlatforms, Path baseDirectory) {
        return images.stream()
                .map(each -> each.request(hub, defaultPlatforms, baseDirectory))
                .toList();
    }

    /**
     * @param hub where targets without a registry go; null when there is none
     * @param defaultPlatforms for images without their own; empty for all
     */
    ImageRequest request(String hub, List<Platform> defaultPlatforms, Path baseDirectory) {
        if (sources.isEmpty() || sources.stream().anyMatch(from -> from.text().isBlank())) {
            throw new InvalidInputException("A <baseImage> has no <from>. Name the image to promote, for example"
                    + " docker.io/library/eclipse-temurin:21-jre.");
        }
        List<ImageSpec.Source> from = new ArrayList<>();
        for (From each : sources) {
            from.add(new ImageSpec.Source(
                    Place.parse(each.text(), baseDirectory),
                    each.platform() == null ? null : Platform.parse(each.platform())));
        }
        TagSelection selection = tags == null || tags.isBlank() ? null : TagSelection.parse(tags);
        List<Platform> wanted = platforms == null
                ? defaultPlatforms
                : AbstractRegistryMojo.commaList(platforms).stream()
                        .map(Platform::parse)
                        .toList();
        ImageSpec image = new ImageSpec(
                from,
                target(hub, from.get(0).place(), selection != null, baseDirectory),
                AbstractRegistryMojo.commaList(extraTags),
                wanted);
        return new ImageRequest(image, selection);
    }

    private Place target(String hub, Place source, boolean manyTags, Path baseDirectory) {
        String name = to == null || to.isBlank() ? null : to.strip();
        if (name == null && source.isLayout()) {
            throw new InvalidInputException("Promoting " + source + ": an image layout has no name that a target could"
                    + " be made of. Give it a <to>.");
        }
        if (name == null) {
            String repository = source.registry().repository();
            name = repository.startsWith(LIBRARY) ? repository.substring(LIBRARY.length()) : repository;
        } else if (LayoutReference.isLayout(name) || Reference.hasRegistry(name)) {
            return tagged(Place.parse(name, baseDirectory), name, source, manyTags);
        }
        if (hub == null || hub.isBlank()) {
            throw new InvalidInputException(
                    "Promoting " + source + ": there is no registry to promote it to. Set the"
                            + " parameter hub (-Dmultiarch.hub=hub.example.com/base), or give the image a <to> with a registry.");
        }
        String whole = hub.strip().replaceAll("/+$", "") + "/" + name;
        if (!Reference.hasRegistry(whole)) {
            throw new InvalidInputException("The parameter hub '" + hub
                    + "' does not begin with a registry's host. Expected for example hub.example.com/container.");
        }
        return tagged(Place.parse(whole, baseDirectory), name, source, manyTags);
    }

    private static Place tagged(Place target, String name, Place source, boolean manyTags) {
        if (target.digest() != null) {
            throw new InvalidInputException(
                    "Promoting " + source + ": the target " + name + " has a digest. Give it a tag instead.");
        }
        boolean ownTag = target.tag() != null && name.endsWith(":" + target.tag());
        if (manyTags && ownTag) {
            throw new InvalidInputException("Promoting " + source + ": with <tags> the target " + name
                    + " may have no tag: each image keeps its own. Remove it from <to>.");
        }
        if (ownTag) {
            return target;
        }
        return target.withTag(source.effectiveTag()
                .orElseThrow(() -> new InvalidInputException("Promoting " + source + ": it has no tag, so the target"
                        + " needs one. Give it in <to>, for example <to>" + name + ":1.0</to>.")));
    }
}
