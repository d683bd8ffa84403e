import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    mustEqual(registry.manifest('base/java', '17').digest(), registry.manifest('inside/java', '17').digest())
    mustEqual(registry.manifest('base/amd64-only', '17').digest(), registry.manifest('inside/java-amd64', '17').digest())
    mustEqual(['17', '17-amd64', '17-arm64'], registry.repository('inside/java').tags().sort())
    mustEqual(['bases.tar'], new File(basedir, 'target').listFiles().findAll { it.name.contains('bases') && !it.name.endsWith('.lock') }.collect { it.name })
    mustSay(basedir, /2 images: 2 there already/)
} finally {
    registry.close()
}
true
