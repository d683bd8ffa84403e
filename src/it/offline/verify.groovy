import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def digests = (log(basedir) =~ /Built \S+\/team\/app:1.0 (sha256:\w+)/).collect { it[1] }
    mustEqual(2, digests.size())
    mustEqual(digests[0], digests[1])
    mustSay(basedir, /\[ERROR\] .*base\/java:17.*offline/)
    mustSay(basedir, /\[ERROR\] .*The goal push needs the registry, but Maven runs offline/)
} finally {
    registry.close()
}
true
