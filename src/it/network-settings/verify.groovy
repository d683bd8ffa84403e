import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    mustEqual(['1.0', '1.0-amd64', '1.0-arm64'], registry.repository('team/app').tags().sort())
    mustSay(basedir, /\[ERROR\] .*The parameter mirrors \(multiarch\.mirrors\) has 'upstream', which is no registry=location/)
    // The mirror is spoken to in TLS as told, and then the registry itself is tried.
    mustSay(basedir, /Passing over the mirror 127\.0\.0\.1:\d+\/base\/java: .*HEAD https:/)
    mustSay(basedir, /\[ERROR\] .*upstream\.example\.invalid/)
    must(!log(basedir).contains('IT_PASSWORD_THAT_IS_NOT_SET'), 'the login of another registry is not asked for')
} finally {
    registry.close()
}
true
