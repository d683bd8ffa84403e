package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.multiarchmaven.fuzz.Fed;
import io.github.multiarchmaven.registry.auth.Challenge;
import io.github.multiarchmaven.registry.auth.Scope;
import java.net.URI;
import java.util.List;

/** What servers say in headers. */
class HeadersFuzz {
    @FuzzTest(maxDuration = "8s")
    void headersAreReadOrPassedOver(byte[] data) throws Exception {
        URI asked = URI.create("https://hub.example.com/v2/");
        Fed fed = new Fed(data, 6);
        String header = fed.header();
        fed.to(
                () -> Challenge.preferred(Challenge.parse(List.of(header, header)))
                        .ifPresent(challenge ->
                                Scope.parse(challenge.parameter("scope")).words()),
                () -> LinkHeader.next(List.of(header), asked),
                () -> RateLimit.parse(header, header).ifPresent(RateLimit::toString),
                () -> Scope.parse(header).words(),
                () -> {
                    URI named = uri(header);
                    boolean allowed = new AddressRules(java.util.Set.of())
                            .refusal(asked, named)
                            .isEmpty();
                    assertFalse(allowed && named.getHost().equals("169.254.169.254"), header);
                },
                () -> Urls.redacted("https://hub.example.com/" + header));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            return URI.create("https://hub.example.com/");
        }
    }
}
