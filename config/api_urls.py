"""Every address of the API, version 1."""

from rest_framework.routers import SimpleRouter

from authorities.api import views as authorities

router = SimpleRouter()
for prefix, viewset in {
    "authorities": authorities.AuthorityViewSet,
    "partnerships": authorities.PartnershipViewSet,
}.items():
    router.register(prefix, viewset, basename=f"api_{prefix}")

urlpatterns = router.urls
