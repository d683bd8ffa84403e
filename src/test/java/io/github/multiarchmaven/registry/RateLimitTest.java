package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.registry.ScriptedRegistry.Reply;
import io.github.multiarchmaven.registry.auth.CredentialSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            76;w=21600 | 100;w=21600 | 76 pulls are left of 100 in 6 h | false
            1;w=21600  | 100;w=21600 | 1 pull is left of 100 in 6 h    | true
            10         | 100         | 10 pulls are left of 100             | true
            11         | 100         | 11 pulls are left of 100             | false
            50         |             | 50 pulls are left                    | false
            0;w=60     |             | 0 pulls are left in 60 s         | true
            """)
    void isReadAsDockerHubTellsIt(String remaining, String limit, String words, boolean scarce) {
        RateLimit left = RateLimit.parse(remaining, limit).orElseThrow();
        assertEquals(words, left.toString());
        assertEquals(scarce, left.isScarce());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "many", "-1", "99999999999999999999999"})
    void whatIsNoNumberIsNoLimit(String remaining) {
        assertEquals(Optional.empty(), RateLimit.parse(remaining, "100"));
    }

    @Test
    void theLeastThatWasToldCounts() {
        try (ScriptedRegistry registry = new ScriptedRegistry();
                RegistryClient client = Fixtures.client(CredentialSource.none())) {
            Reference app = registry.reference("team/app");
            assertTrue(client.probe(app).rateLimit().isEmpty());
            for (int left : new int[] {9, 7, 8}) {
                registry.on(
                        "HEAD /v2/team/app/manifests/" + left,
                        Reply.status(404).with("ratelimit-remaining", left + ";w=3600"));
                client.repository(app).resolve(Integer.toString(left));
            }
            assertEquals(7, client.probe(app).rateLimit().orElseThrow().remaining());
        }
    }
}
