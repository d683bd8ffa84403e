import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    // Index, two manifests and two configurations; the base's two layers, and three of the module's that both platforms share.
    mustSay(basedir, /\[INFO\] In the plugin's caches: 5 x base image, /)
    mustSay(basedir, /\[INFO\] In the plugin's caches: 5 x check result, /)
    mustSay(basedir, /\[INFO\] In the plugin's caches: 3 x packed layer, /)
    mustSay(basedir, /\[INFO\] Nothing was selected\. Use -Dmultiarch\.prune\.images/)
    mustSay(basedir, /\[INFO\] WHAT +SIZE +UNUSED FOR +IMAGE +ID/)
    mustSay(basedir, /\[INFO\] Would free 13 of 13 entries, .* in the plugin's caches\./)
    mustSay(basedir, /\[INFO\] Nothing was deleted, as this was a dry run\. To delete, use -Dmultiarch\.prune\.dryRun=false/)
    mustSay(basedir, /\[INFO\] Nothing of it is to be pruned\./)
    mustSay(basedir, /\[INFO\] Freeing 5 of 13 entries, /)
    mustSay(basedir, /\[INFO\] Freeing 8 of 8 entries, /)
    mustSay(basedir, /\[INFO\] Freed .*; 0 B are left\./)
    mustEqual(2, (log(basedir) =~ /\[INFO\] Checked .*\/team\/app:1\.0 \(2 platforms\): 0 errors/).count)
    [
        ~/The parameter olderThan is 'soon'\. Use a number with s, m, h, d or w/,
        ~/The parameter keepStorage is 'much'\. Use a number of bytes/,
        ~/The parameter engine is 'docker'\. Use none, buildx or buildah/,
        ~/Pruning .*src: it does not look like a cache of this plugin/,
        ~/Pruning the cache of buildx by images \(multiarch\.prune\.images\): it does not know/,
    ].each { mustSay(basedir, /\[ERROR\] .*/ + it.pattern()) }
    must(new File(basedir, 'src/main/java/com/example/App.java').isFile(), 'what is no cache is left alone')
} finally {
    registry.close()
}
true
